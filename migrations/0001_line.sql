-- What one interface has taken in or handed on. One row each; the cursor and the position move in the same transaction as
-- the work they stand for, and only by the process that holds the lease.
create table source (
  id int generated always as identity primary key,
  name text not null unique,
  cursor json,
  watermark timestamptz,
  seen_at timestamptz,
  accepted bigint not null default 0,
  unchanged bigint not null default 0,
  duplicate bigint not null default 0,
  skipped bigint not null default 0,
  problem json,
  holder text,
  lease_until timestamptz
);
create sequence batch_id;

create table subscription (
  id int generated always as identity primary key,
  name text not null unique,
  position bigint not null,
  delivered bigint not null default 0,
  delivered_at timestamptz,
  problem json,
  holder text,
  lease_until timestamptz
);

-- What was offered already. Scope: the source of a state, or the entity of a fact (whose id is the same whichever interface told it).
create table inbox (
  scope text not null,
  id text not null,
  primary key (scope, id)
) with (fillfactor = 95);

-- The raw documents of one batch, compressed together (a JSON array, zstd when large, of {id, raw, origin}); dropped after the retention time.
create table batch (
  id bigint primary key,
  source int not null references source (id),
  received_at timestamptz not null,
  messages int not null,
  documents bytea
);
alter table batch alter column documents set storage external;
create index batch_received on batch (received_at) where documents is not null;

-- What one system says of one thing (source record), and with it the cross-reference (system, entity, local key) to the canonical key.
-- A null view: the thing has this key there, but the system has not spoken of it.
create table observation (
  system text not null,
  entity text not null,
  local_key text not null,
  key text not null,
  view json,
  version text,
  changed_at timestamptz,
  batch bigint,
  ordinal int,
  -- the head of the ledger when the system last spoke, and when it had spoken before that
  position bigint not null default 0,
  position_before bigint not null default 0,
  -- which of two messages came first: id of the batch × 1,000,000 + place in it
  arrived bigint not null default 0,
  primary key (system, entity, local_key)
) with (fillfactor = 85);
create index observation_key on observation (key);

-- Identifiers that name a thing across systems: GTIN, VAT number, DUNS.
create table identifier (
  entity text not null,
  scheme text not null,
  value text not null,
  key text not null,
  primary key (entity, scheme, value)
);

-- The current record of every thing that has a state; facts stand in the ledger alone.
create table record (
  entity text not null,
  key text not null,
  version int not null,
  data json not null,
  changed_at timestamptz not null,
  primary key (entity, key)
) with (fillfactor = 85);

-- Positions have no gaps: the row of the head is locked from handing them out until the commit, so they appear in commit order and a
-- reader that has seen position n has seen all before it.
create table ledger_head (
  one boolean primary key default true check (one),
  position bigint not null
);
insert into ledger_head (position) values (0);

create table ledger (
  position bigint not null,
  id text not null,
  type text not null,
  entity text not null,
  system text not null,
  subject text not null,
  partition_key text not null,
  site text,
  time timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  batch bigint,
  ordinal int,
  data json not null,
  primary key (position)
) partition by range (position);
create index ledger_entity on ledger (entity, position);
create index ledger_subject on ledger (subject, position);
create index ledger_partition_key on ledger (partition_key, position) where partition_key <> subject;

-- Which entries name which document, so that a trace finds confirmations by their order and shipments by theirs.
create table mention (
  key text not null,
  position bigint not null,
  primary key (key, position)
);

-- Deliveries that went through, one row for all that one send carried.
create table receipt (
  id bigint generated always as identity primary key,
  subscription int not null references subscription (id),
  first bigint not null,
  last bigint not null,
  positions bigint[] not null,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  attempts int not null,
  details json
);
create index receipt_first on receipt (subscription, first);
-- One row stands for many entries; this finds the rows of one entry, however far apart replays are.
create index receipt_span on receipt using gist (int8range(first, last, '[]'));

-- Messages that wait: for a decision (parked), for an earlier one of their key (behind), for the next attempt (retrying), for the line to take
-- them up again (ready).
create table parked (
  id bigint generated always as identity primary key,
  direction text not null check (direction in ('in', 'out')),
  interface text not null,
  state text not null check (state in ('parked', 'behind', 'retrying', 'ready', 'done', 'discarded')),
  entity text not null,
  key text,
  stage text not null,
  code text not null,
  problem json not null,
  message_id text,
  raw text,
  document json,
  origin text,
  received_at timestamptz not null default now(),
  -- out: the entry; in: the head of the ledger when it arrived, so that a replay knows what is newer
  position bigint,
  arrived bigint,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  awaits text,
  parked_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  reason text
);
create index parked_open on parked (interface, key, id) where state in ('parked', 'behind', 'retrying', 'ready');
create index parked_awaits on parked (awaits) where state = 'parked' and awaits is not null;
create unique index parked_position on parked (interface, position) where direction = 'out' and state in ('parked', 'behind', 'retrying', 'ready');
create index parked_key on parked (key);

create table access_key (
  id bigint generated always as identity primary key,
  name text not null,
  hash bytea not null unique,
  created_at timestamptz not null default now()
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text,
  details json
);

-- Fences: work that is under way when another process has taken the lease over fails here, before anything of it is written.
create function hold_source(source_id int, by text) returns void language plpgsql as $$
begin
  perform from source where id = source_id and holder = by for update;
  if not found then raise exception 'source % is worked by another process', source_id using errcode = 'LS001'; end if;
end $$;

create function hold_subscription(subscription_id int, by text) returns void language plpgsql as $$
begin
  perform from subscription where id = subscription_id and holder = by for update;
  if not found then raise exception 'subscription % is worked by another process', subscription_id using errcode = 'LS001'; end if;
end $$;

-- Of two who make a record of the same thing, the second starts anew and sees what the first made (serialization failure).
create function made_meanwhile(key text) returns int language plpgsql as $$
begin
  raise exception '% was made meanwhile', key using errcode = '40001';
end $$;
