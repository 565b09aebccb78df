-- A process as it was declared when instances began with it: they stay on their version.
create table process_definition (
  process text not null,
  version int not null,
  chart json not null,
  primary key (process, version)
);

-- One run of a process, about one thing.
create table process_instance (
  -- <process>~<canonical key of the thing>
  id text primary key,
  process text not null,
  version int not null,
  about text not null,
  status text not null check (status in ('running', 'stuck', 'cancelling', 'ended', 'cancelled')),
  state json not null,
  context json not null,
  -- how many steps it has taken, and the commands it gave: [{n, name, key, data, answer}]
  steps int not null,
  given json not null,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  -- since when it is overdue, and in which state
  overdue_at timestamptz,
  overdue_in text,
  problem json
) with (fillfactor = 85);
create index process_instance_open on process_instance (process, changed_at) where status in ('running', 'stuck', 'cancelling');

-- By which canonical keys events find it.
create table process_key (
  process text not null,
  key text not null,
  instance text not null references process_instance (id) on delete cascade,
  primary key (process, key, instance)
);
create index process_key_instance on process_key (instance);

create table process_timer (
  instance text not null references process_instance (id) on delete cascade,
  process text not null,
  timer text not null,
  due_at timestamptz not null,
  primary key (instance, timer)
);
create index process_timer_due on process_timer (process, due_at);

-- What happened to it, in order: the whole history.
create table process_step (
  instance text not null references process_instance (id) on delete cascade,
  n int not null,
  at timestamptz not null,
  event text not null,
  position bigint,
  state json not null,
  -- names of the commands it gave
  commands text[] not null default '{}',
  by_whom text,
  reason text,
  primary key (instance, n)
);

-- Events of an instance that is stuck: the one it stuck at first, then what came since.
create table process_waiting (
  id bigint generated always as identity primary key,
  instance text not null references process_instance (id) on delete cascade,
  event json not null
);
create index process_waiting_instance on process_waiting (instance, id);

-- What people ask of an instance; the worker of the process does it in its turn.
create table process_request (
  id bigint generated always as identity primary key,
  process text not null,
  instance text not null references process_instance (id) on delete cascade,
  kind text not null check (kind in ('signal', 'retry', 'skip', 'cancel')),
  signal text,
  data json not null default '{}',
  by_whom text not null,
  reason text,
  at timestamptz not null default clock_timestamp()
);
create index process_request_open on process_request (process, id);
