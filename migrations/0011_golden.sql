-- Who said what stands of the record, attribute by attribute: src/identity/told.ts. Null: it was made before this was kept.
alter table record add column told json;

-- Members who disagree on an attribute, where no rule settles it.
create table conflict (
  id bigint generated always as identity primary key,
  entity text not null,
  key text not null,
  -- JSON pointer, entries of lists by element key
  pointer text not null,
  -- [{system, value, at, found, stands}]
  values json not null,
  -- of the connectivity rule that did not settle it: file:line
  rule text not null,
  state text not null default 'open' check (state in ('open', 'decided', 'settled-itself')),
  opened_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  -- {value, system}: the value that stands since, and whose it is, when it is a member's
  decision json,
  reason text
);
create unique index conflict_open on conflict (entity, key, pointer) where state = 'open';
create index conflict_key on conflict (key);
