-- What hubs had to say of a system or one of its interfaces; said again in a row it is counted.
create table system_log (
  id bigint generated always as identity primary key,
  system text not null,
  interface text,
  level text not null check (level in ('info', 'warn', 'error')),
  said text not null,
  at timestamptz not null,
  last_at timestamptz not null,
  times int not null default 1
);
create index system_log_system on system_log (system, id);
create index system_log_last on system_log (last_at);
