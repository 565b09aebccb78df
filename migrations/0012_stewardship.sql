-- Who a work item is given to; the item itself lives in the table of its kind.
create table work_assignment (
  kind text not null,
  work text not null,
  assignee text,
  -- in place of the time that follows from the landscape
  due_at timestamptz,
  assigned_by text not null,
  assigned_at timestamptz not null default now(),
  primary key (kind, work)
);

create table work_comment (
  id bigint generated always as identity primary key,
  kind text not null,
  work text not null,
  author text not null,
  comment text not null,
  at timestamptz not null default now()
);
create index work_comment_work on work_comment (kind, work, id);

-- `accepted`: a steward said yes, though the authority does not say the same.
alter table change_request drop constraint change_request_state_check;
alter table change_request add constraint change_request_state_check
  check (state in ('open', 'taken over', 'withdrawn', 'rejected', 'accepted'));

-- Translations that stewards added: in force at once, and written to the landscape's file where the hub may write there.
create table code_addition (
  list text not null,
  system text not null,
  value text not null,
  canonical text not null,
  added_by text not null,
  added_at timestamptz not null default now(),
  primary key (list, system, value)
);

-- Quality rules that let a record on (severity W): one row for a thing and rule, as its interface tells it.
create table quality_finding (
  id bigint generated always as identity primary key,
  interface text not null,
  entity text not null,
  local_key text not null,
  key text,
  site text,
  rule text not null,
  -- groups them, see src/delivery/cause.ts
  cause text not null,
  problem json not null,
  -- `mended`: the system says it no more. `accepted`: a steward lets it stand.
  state text not null default 'open' check (state in ('open', 'mended', 'accepted')),
  found_at timestamptz not null default now(),
  ended_at timestamptz,
  decided_by text,
  reason text
);
create unique index quality_finding_open on quality_finding (interface, local_key, rule) where state in ('open', 'accepted');
create index quality_finding_cause on quality_finding (cause) where state = 'open';

-- How many messages were checked in an hour, and how many of them met no finding.
create table quality_hour (
  hour timestamptz not null,
  interface text not null,
  entity text not null,
  site text not null,
  checked bigint not null,
  clean bigint not null,
  primary key (hour, interface, site)
);

-- The same by rule, or by the code of the problem that stopped them.
create table quality_rule_hour (
  hour timestamptz not null,
  interface text not null,
  site text not null,
  rule text not null,
  found bigint not null,
  primary key (hour, interface, site, rule)
);

-- Changes of governed attributes, which wait until another person than those who proposed them says yes. The record keeps its value.
create table approval (
  id bigint generated always as identity primary key,
  entity text not null,
  key text not null,
  -- who says it
  interface text not null,
  system text not null,
  local_key text not null,
  -- JSON pointers, and all that the system says of the thing
  changed text[] not null,
  proposed json not null,
  -- persons, as the system or the access key names them; else the interface
  proposers text[] not null,
  state text not null default 'open' check (state in ('open', 'approved', 'rejected', 'withdrawn', 'taken over')),
  batch bigint,
  ordinal int,
  asked_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  reason text
);
create unique index approval_open on approval (interface, entity, key) where state = 'open';
create index approval_key on approval (entity, key) where state = 'open';

-- A target with a threshold of completeness goes live once, and runs from then on.
alter table subscription add column live_at timestamptz;
alter table subscription drop constraint subscription_hold_check;
alter table subscription add constraint subscription_hold_check
  check (hold in ('held-window', 'held-circuit', 'held-throttle', 'held-gate'));
