-- What a system said of a thing whose authority is another one: it changed nothing, and waits for the authority, or for a steward.
create table change_request (
  id bigint generated always as identity primary key,
  entity text not null,
  key text not null,
  -- who asks
  interface text not null,
  system text not null,
  local_key text not null,
  kind text not null check (kind in ('new', 'change')),
  -- JSON pointers, empty for what is new
  changed text[] not null,
  proposed json not null,
  -- the system whose word counts, and the rule that says so: file:line
  authority text,
  rule text not null,
  state text not null default 'open' check (state in ('open', 'taken over', 'withdrawn', 'rejected')),
  batch bigint,
  ordinal int,
  asked_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  reason text
);
create unique index change_request_open on change_request (interface, entity, key) where state = 'open';
create index change_request_key on change_request (entity, key) where state = 'open';

alter table source
  add column proposed bigint not null default 0,
  add column kept_aside bigint not null default 0;
