-- How many instances of a process stand how: kept with every write, so that nobody counts a million of them to show it.
create table process_count (
  process text not null,
  version int not null,
  status text not null,
  -- as JSON
  state text not null,
  overdue boolean not null,
  instances bigint not null,
  primary key (process, version, status, state, overdue)
);

insert into process_count
select process, version, status, state::text, overdue_at is not null, count(*) from process_instance group by 1, 2, 3, 4, 5;

create function count_instances_in() returns trigger language plpgsql as $$
begin
  insert into process_count as c
  select process, version, status, state::text, overdue_at is not null, count(*) from came group by 1, 2, 3, 4, 5
  on conflict (process, version, status, state, overdue) do update set instances = c.instances + excluded.instances;
  return null;
end $$;

create function count_instances_out() returns trigger language plpgsql as $$
begin
  update process_count c set instances = c.instances - g.n
  from (select process, version, status, state::text, overdue_at is not null as overdue, count(*) as n from went group by 1, 2, 3, 4, 5) g
  where (c.process, c.version, c.status, c.state, c.overdue) = (g.process, g.version, g.status, g.state, g.overdue);
  return null;
end $$;

create trigger came_by_insert after insert on process_instance
  referencing new table as came for each statement execute function count_instances_in();
create trigger came_by_update after update on process_instance
  referencing new table as came for each statement execute function count_instances_in();
create trigger went_by_update after update on process_instance
  referencing old table as went for each statement execute function count_instances_out();
create trigger went_by_delete after delete on process_instance
  referencing old table as went for each statement execute function count_instances_out();

-- Lists by how they stand, in the order of their pages.
create index process_instance_status on process_instance (process, status, id) where status <> 'running';
create index process_instance_state on process_instance (process, (state::text), id);
create index process_instance_overdue on process_instance (process, id) where overdue_at is not null;
