-- What the bearer of a key may do, and at which sites; the keys of before could do all.
alter table access_key
  add column role text not null default 'admin' check (role in ('viewer', 'operator', 'steward', 'integrator', 'admin')),
  add column sites text[] check (cardinality(sites) > 0),
  add column made_by text,
  add column revoked_at timestamptz,
  add column revoked_by text;
alter table access_key alter column role drop default;
create unique index access_key_in_use on access_key (name) where revoked_at is null;
