-- What is asked of many instances at once: a request for each of them, and how many are settled.
create table process_job (
  id bigint generated always as identity primary key,
  process text not null,
  kind text not null check (kind in ('signal', 'retry', 'skip', 'cancel', 'migrate')),
  -- the instances meant, and what else was said: {query, signal, data}
  asked json not null,
  by_whom text not null,
  reason text not null,
  instances int not null default 0,
  done int not null default 0,
  left_out int not null default 0,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  cancelled_at timestamptz,
  cancelled_by text
);
create index process_job_process on process_job (process, id);

-- Instances that a job could do nothing with, and why.
create table process_job_left (
  job bigint not null references process_job (id) on delete cascade,
  instance text not null,
  why text not null,
  primary key (job, instance)
);

alter table process_request add column job bigint references process_job (id) on delete cascade;
alter table process_request drop constraint process_request_kind_check;
alter table process_request add constraint process_request_kind_check check (kind in ('signal', 'retry', 'skip', 'cancel', 'migrate'));
create index process_request_job on process_request (job) where job is not null;
-- what one asks of one instance goes before what is asked of many
drop index process_request_open;
create index process_request_open on process_request (process, (job is not null), id);
