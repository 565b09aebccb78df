-- The landscapes that were in force: each text once, however often it came to be.
create table landscape_files (
  hash text primary key,
  -- path below the folder → text
  files json not null
);

-- What put which in force, one after the other; the last step holds.
create table landscape_step (
  id bigint generated always as identity primary key,
  hash text not null references landscape_files (hash),
  -- the step whose landscape an undo of this one puts in force again
  previous bigint references landscape_step (id),
  how text not null check (how in ('start', 'apply', 'undo')),
  taken_at timestamptz not null default now(),
  taken_by text not null,
  reason text,
  difference json not null
);
create index landscape_step_hash on landscape_step (hash);

-- A bill of material is followed down to those of its components (rule BM-01).
create index record_bom_item on record ((data #>> '{item,item}')) where entity = 'bom';
