-- How each system stood, minute by minute over the last hour and every five minutes of the day before: what trends are drawn from.
create table course (
  system text not null,
  at timestamptz not null,
  well boolean not null,
  -- messages of all its interfaces so far
  total bigint not null,
  lag_seconds float8,
  parked int not null,
  -- {id: [messages so far, lag in seconds or null, parked]}
  interfaces json not null,
  primary key (system, at)
);
create index course_at on course (at);
