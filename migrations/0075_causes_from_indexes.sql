-- What waits behind the messages of a cause, and which sales orders they stop, is read from indexes alone: their rows lie wide apart.
drop index parked_open;
create index parked_open on parked (interface, key, id) include (cause, state, unblocked)
  where state in ('parked', 'held-behind', 'retrying', 'waiting');
create index parked_orders on parked (cause) include (interface, key, message_id, direction, entity, state)
  where entity = 'salesOrder' and state in ('parked', 'retrying');
