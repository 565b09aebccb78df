-- The states of a message, by the words of src/vocabulary/states.ts.
alter table parked drop constraint parked_state_check;
drop index parked_open;
drop index parked_awaits;
drop index parked_position;
update parked set state = case state when 'behind' then 'held-behind' when 'ready' then 'waiting' when 'done' then 'delivered' else state end
  where state in ('behind', 'ready', 'done');
alter table parked add constraint parked_state_check
  check (state in ('waiting', 'delivered', 'retrying', 'held-behind', 'parked', 'discarded'));
create index parked_open on parked (interface, key, id) where state in ('parked', 'held-behind', 'retrying', 'waiting');
create index parked_awaits on parked (awaits) where state = 'parked' and awaits is not null;
create unique index parked_position on parked (interface, position)
  where direction = 'out' and state in ('parked', 'held-behind', 'retrying', 'waiting');

-- What holds all that waits for a target, or a source that is not asked: a maintenance window, an open circuit, a limit.
alter table subscription
  add column hold text check (hold in ('held-window', 'held-circuit', 'held-throttle')),
  add column hold_since timestamptz,
  add column hold_until timestamptz,
  add column hold_reason text;
alter table source
  add column hold text check (hold in ('held-window', 'held-circuit', 'held-throttle')),
  add column hold_since timestamptz,
  add column hold_until timestamptz,
  add column hold_reason text;
