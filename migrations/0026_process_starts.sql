-- Who asked for a start under which Idempotency-Key, and of what: asked again, the answer is the same.
create table process_start (
  asked text primary key,
  process text not null,
  about text not null,
  fingerprint text not null,
  at timestamptz not null default now()
);
