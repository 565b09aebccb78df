-- Who is signed in to the console, by the hash of what the cookie holds.
create table session (
  hash bytea primary key,
  key bigint not null references access_key (id) on delete cascade,
  began_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index session_key on session (key);

-- Ways in that work once, by the hash of what the link holds.
create table sign_in_link (
  hash bytea primary key,
  key bigint not null references access_key (id) on delete cascade,
  ends_at timestamptz not null
);
