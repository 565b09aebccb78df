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
