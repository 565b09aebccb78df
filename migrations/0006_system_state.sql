-- What all hub processes know of a system together: whether it can be reached, and how long it asked to wait.
create table system_state (
  system text primary key,
  circuit text not null default 'closed' check (circuit in ('closed', 'doubted', 'open', 'half-open')),
  -- sends in a row that met nobody, the first of them, and what it met
  absences int not null default 0,
  absent_since timestamptz,
  absence text,
  -- how often it was asked in vain whether it is back, and when it is asked again
  probes int not null default 0,
  probe_at timestamptz,
  -- one process at a time asks, or lets the one send through: it, until then
  claimed_until timestamptz,
  throttled_until timestamptz,
  throttle text
);

-- What is used of the messages a second and a day that a system bears. Written often, so apart.
create table system_budget (
  system text primary key,
  -- from when on the next messages may go
  free_at timestamptz not null default now(),
  day date,
  used bigint not null default 0
) with (fillfactor = 50);
