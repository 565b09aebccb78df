-- How many messages are open, and how many findings: kept with every write, so that nobody counts a million of them to show it. Each statement adds rows of its
-- own, so that no writer waits for another; a count is the sum of its rows.
create table parked_count (
  state text not null,
  interface text not null,
  entity text not null,
  code text not null,
  cause text not null,
  messages bigint not null
);

create function count_parked_in() returns trigger language plpgsql as $$
begin
  insert into parked_count
  select state, interface, entity, code, cause, count(*)
  from came where state in ('parked', 'held-behind', 'retrying', 'waiting') group by 1, 2, 3, 4, 5;
  return null;
end $$;

create function count_parked_out() returns trigger language plpgsql as $$
begin
  insert into parked_count
  select state, interface, entity, code, cause, -count(*)
  from went where state in ('parked', 'held-behind', 'retrying', 'waiting') group by 1, 2, 3, 4, 5;
  return null;
end $$;

create function count_none() returns trigger language plpgsql as $$
begin
  execute format('delete from %I', tg_argv[0]);
  return null;
end $$;

create trigger came_by_insert after insert on parked
  referencing new table as came for each statement execute function count_parked_in();
create trigger came_by_update after update on parked
  referencing new table as came for each statement execute function count_parked_in();
create trigger went_by_update after update on parked
  referencing old table as went for each statement execute function count_parked_out();
create trigger went_by_delete after delete on parked
  referencing old table as went for each statement execute function count_parked_out();
create trigger went_by_truncate after truncate on parked for each statement execute function count_none('parked_count');

insert into parked_count
select state, interface, entity, code, cause, count(*)
from parked where state in ('parked', 'held-behind', 'retrying', 'waiting') group by 1, 2, 3, 4, 5;

create index parked_behind on parked (interface, key) where state = 'held-behind';

create table finding_count (
  cause text not null,
  interface text not null,
  entity text not null,
  site text,
  findings bigint not null
);

create function count_findings_in() returns trigger language plpgsql as $$
begin
  insert into finding_count select cause, interface, entity, site, count(*) from came where state = 'open' group by 1, 2, 3, 4;
  return null;
end $$;

create function count_findings_out() returns trigger language plpgsql as $$
begin
  insert into finding_count select cause, interface, entity, site, -count(*) from went where state = 'open' group by 1, 2, 3, 4;
  return null;
end $$;

create trigger came_by_insert after insert on quality_finding
  referencing new table as came for each statement execute function count_findings_in();
create trigger came_by_update after update on quality_finding
  referencing new table as came for each statement execute function count_findings_in();
create trigger went_by_update after update on quality_finding
  referencing old table as went for each statement execute function count_findings_out();
create trigger went_by_delete after delete on quality_finding
  referencing old table as went for each statement execute function count_findings_out();
create trigger went_by_truncate after truncate on quality_finding for each statement execute function count_none('finding_count');

insert into finding_count select cause, interface, entity, site, count(*) from quality_finding where state = 'open' group by 1, 2, 3, 4;

-- The first of each cause.
drop index quality_finding_cause;
create index quality_finding_cause on quality_finding (cause, id) where state = 'open';

create index change_request_listed on change_request (id) where state = 'open';
