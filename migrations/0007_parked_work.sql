-- Parked work: what one mend frees is one group; what was handed back to the line at once is a job; an edited document stands beside the original.
alter table parked
  -- what they have in common, see src/delivery/cause.ts
  add column cause text not null default '',
  -- {at, by, reason}: the later messages of its key go on while it stays
  add column unblocked json;
-- Coarse for what was parked before there were causes; exact once it is tried again.
update parked set cause = left(md5(interface || ' ' || stage || ' ' || code), 16);

create index parked_cause on parked (cause, id) where state in ('parked', 'retrying');
create index parked_order on parked (interface, position, id) where state in ('parked', 'held-behind', 'retrying', 'waiting');

create table replay_job (
  id bigint generated always as identity primary key,
  actor text not null,
  choice json not null,
  started_at timestamptz not null default now(),
  cancelled_at timestamptz,
  cancelled_by text
);

-- Each message of a job, and what came of it; none yet: the line has not come to it.
create table replay_item (
  job bigint not null references replay_job (id),
  message bigint not null,
  outcome text,
  at timestamptz,
  primary key (job, message)
);
create index replay_item_message on replay_item (message, job);

create table parked_edit (
  message bigint not null,
  version int not null,
  document json not null,
  reason text not null,
  edited_by text not null,
  edited_at timestamptz not null default now(),
  primary key (message, version)
);
