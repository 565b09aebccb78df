-- Replays: what one target got from a position on goes out to it once more, beside the live traffic. The position moves in the
-- transaction that keeps the receipts, as that of a subscription does.
create table replay (
  id int generated always as identity primary key,
  subscription int not null references subscription (id),
  first bigint not null,
  last bigint not null,
  position bigint not null,
  per_second float8 not null,
  delivered bigint not null default 0,
  superseded bigint not null default 0,
  parked bigint not null default 0,
  out_of_scope bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'done', 'cancelled')),
  asked_by text not null,
  asked_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index replay_running on replay (subscription) where state = 'running';

-- The replay that sent it, if one did.
alter table receipt add column replay int;
