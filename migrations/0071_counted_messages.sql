-- Which keys have messages behind is told by those messages: it is not counted.
create or replace function count_parked_in() returns trigger language plpgsql as $$
begin
  insert into parked_count (state, interface, entity, code, cause, messages)
  select state, interface, entity, code, cause, count(*)
  from came where state in ('parked', 'held-behind', 'retrying', 'waiting') group by 1, 2, 3, 4, 5;
  return null;
end $$;

create or replace function count_parked_out() returns trigger language plpgsql as $$
begin
  insert into parked_count (state, interface, entity, code, cause, messages)
  select state, interface, entity, code, cause, -count(*)
  from went where state in ('parked', 'held-behind', 'retrying', 'waiting') group by 1, 2, 3, 4, 5;
  return null;
end $$;

alter table parked_count drop column holding;
