-- Two things that were one: the key of the one leads to the other from then on, until it is undone. Both records as they were, so that they
-- can be parted again.
create table merge (
  id bigint generated always as identity primary key,
  entity text not null,
  loser text not null,
  survivor text not null,
  kept json not null,
  merged_at timestamptz not null default now(),
  merged_by text not null,
  reason text not null,
  undone_at timestamptz,
  undone_by text,
  undone_reason text
);
create unique index merge_standing on merge (loser) where undone_at is null;
create index merge_survivor on merge (survivor) where undone_at is null;

-- Where each merged key leads in the end.
create table merged_key (
  key text primary key,
  root text not null
);
create index merged_key_root on merged_key (root);

-- The key they had before a merge moved them; a merge that is undone gives it back.
alter table observation add column merged_from text;
create index observation_merged_from on observation (merged_from) where merged_from is not null;
alter table change_request add column merged_from text;

-- Which keys were merged or parted, in turn: what a process remembers of them is no longer true.
create table regrouping (
  id bigint generated always as identity primary key,
  keys text[] not null
);
