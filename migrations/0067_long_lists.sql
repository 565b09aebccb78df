-- What operators narrow long lists by: without these a page that few rows fit walks past all others.
create index audit_actor on audit (actor, id);
create index audit_action on audit (action text_pattern_ops, id);
create index audit_subject on audit (subject, id);
create index audit_at on audit (at);

create index parked_listed on parked (interface text_pattern_ops, state, id);
create index parked_entity on parked (entity, id) where state in ('parked', 'held-behind', 'retrying', 'waiting');
create index parked_code on parked (code, id) where state in ('parked', 'held-behind', 'retrying', 'waiting');
create index parked_at on parked (parked_at);
