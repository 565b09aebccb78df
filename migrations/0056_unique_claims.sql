-- What a record has that no other may have, by a quality rule across records (src/identity/unique/). `value`: a hash of entity, rule and what it is.
create table unique_claim (
  value uuid not null,
  key text not null,
  rule text not null,
  primary key (value, key)
);
create index unique_claim_key on unique_claim (key, rule);

-- The rules by which the claims of an entity were made; others make them anew.
create table unique_rules (
  entity text primary key,
  rules text not null
);

create index quality_finding_key on quality_finding (key) where state in ('open', 'accepted');
