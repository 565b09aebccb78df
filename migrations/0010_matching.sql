-- By what records are found again among many: two that may be one thing share a number. A record that changed keeps the numbers it had;
-- they cost a comparison that finds nothing.
create table match_block (
  block bigint not null,
  key text not null,
  primary key (block, key)
);

-- The definition by which the blocks of an entity were made; another one makes them anew.
create table match_definition (
  entity text primary key,
  definition json not null
);

-- Pairs that may be one thing, and what was decided. What is separate is not asked again.
create table match_review (
  id bigint generated always as identity primary key,
  entity text not null,
  -- the one that was there, and the one that came
  a_key text not null,
  b_key text not null,
  score int not null,
  reasons json not null,
  state text not null default 'open' check (state in ('open', 'linked', 'separate')),
  asked_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  reason text,
  -- the merge that answered it
  merge bigint
);
create unique index match_review_pair on match_review (least(a_key, b_key), greatest(a_key, b_key));
create index match_review_open on match_review (entity, id) where state = 'open';
create index match_review_b on match_review (b_key);

-- Why a key of a system leads to its canonical key, when it is not told by itself: it was matched, or people merged or parted things.
create table reference_history (
  id bigint generated always as identity primary key,
  system text not null,
  entity text not null,
  local_key text not null,
  -- where it led before; null: it was new
  before text,
  key text not null,
  cause text not null check (cause in ('matched', 'merged', 'split')),
  score int,
  reasons json,
  merge bigint,
  at timestamptz not null default now()
);
create index reference_history_key on reference_history (key);
create index reference_history_before on reference_history (before) where before is not null;
