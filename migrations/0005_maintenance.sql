-- What people said about the maintenance of a system, over what the landscape declares: that it is closed (announced, or extended), or open
-- (ended early, or an occurrence that is left out). Of two that speak of the same moment the later one counts, unless it was cancelled.
create table maintenance (
  id bigint generated always as identity primary key,
  system text not null,
  says text not null check (says in ('closed', 'open')),
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  reason text,
  said_by text not null,
  said_at timestamptz not null default now(),
  cancelled_by text,
  cancelled_at timestamptz
);
create index maintenance_to on maintenance (to_at) where cancelled_at is null;
