-- How many instances stand how is the sum of rows that each statement adds, as it is of messages and findings (0069): no round waits for another. What was
-- counted so far are the first rows.
alter table process_count drop constraint process_count_pkey;

create or replace function count_instances_in() returns trigger language plpgsql as $$
begin
  insert into process_count
  select process, version, status, state::text, overdue_at is not null, count(*) from came group by 1, 2, 3, 4, 5;
  return null;
end $$;

create or replace function count_instances_out() returns trigger language plpgsql as $$
begin
  insert into process_count
  select process, version, status, state::text, overdue_at is not null, -count(*) from went group by 1, 2, 3, 4, 5;
  return null;
end $$;

create trigger went_by_truncate after truncate on process_instance for each statement execute function count_none('process_count');
