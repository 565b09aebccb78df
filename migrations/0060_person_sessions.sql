-- Sessions of people whom a provider knows: who they are there, and the values of the claim that gives their role.
alter table session
  alter column key drop not null,
  add column issuer text,
  add column person text,
  add column subject text,
  add column claim_values text[],
  add constraint session_of_key_or_person check (num_nonnulls(key, issuer) = 1 and num_nonnulls(issuer, person, subject, claim_values) in (0, 4));
