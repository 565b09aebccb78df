/** Where one message stands on its way to a target, or, once it was parked, on its way into the hub. */
export const DELIVERY_STATES = {
  waiting: 'its turn has not come',
  sending: 'it is on its way to the target',
  delivered: 'the target has it',
  retrying: 'it failed alone and is tried again by itself, later each time',
  'held-window': 'the target is in a maintenance window',
  'held-circuit': 'the target cannot be reached; it is asked now and then whether it is back',
  'held-throttle': 'the target asked for a pause, or its limit is used up',
  'held-gate': 'the target goes live once enough of what waits can be translated for it',
  'held-behind': 'an earlier message of its key is not through yet',
  parked: 'a person has to decide',
  discarded: 'a person took it out, or something newer took its place',
} as const;
export type DeliveryState = keyof typeof DELIVERY_STATES;

/** What can happen to it. */
export const DELIVERY_EVENTS = {
  send: 'it is handed to the connector',
  accept: 'the target took it',
  refuse: 'the target said no, or the last attempt failed, or it cannot be mapped',
  fail: 'the attempt failed while others went through',
  break: 'the target went away, or the hub stopped: nothing is decided',
  close: 'a maintenance window closes the target',
  trip: 'the circuit of the target opens',
  throttle: 'the target, or its declared limit, asks to wait',
  gate: 'the target is not complete enough to go live',
  follow: 'an earlier message of its key is found open',
  release: 'what held it is over, or its time has come',
  replay: 'a person hands it back to the line',
  recall: 'a person takes back what was handed to the line and has not been taken up',
  discard: 'a person takes it out, or something newer takes its place',
  restore: 'a person puts back what was taken out',
} as const;
export type DeliveryEvent = keyof typeof DELIVERY_EVENTS;

type Row = { readonly [event in DeliveryEvent]: DeliveryState | null };

/** Every state with every event: the state after it, null where it cannot happen. */
// biome-ignore format: a table
const TRANSITIONS: Readonly<Record<DeliveryState, Row>> = {
  'waiting':       { send: 'sending', accept: null, refuse: 'parked', fail: null, break: 'waiting', close: 'held-window', trip: 'held-circuit', throttle: 'held-throttle', gate: 'held-gate', follow: 'held-behind', release: null, replay: null, recall: 'parked', discard: 'discarded', restore: null },
  'sending':       { send: null, accept: 'delivered', refuse: 'parked', fail: 'retrying', break: 'waiting', close: null, trip: 'held-circuit', throttle: 'held-throttle', gate: null, follow: 'held-behind', release: null, replay: null, recall: null, discard: null, restore: null },
  'delivered':     { send: null, accept: null, refuse: null, fail: null, break: null, close: null, trip: null, throttle: null, gate: null, follow: null, release: null, replay: 'waiting', recall: null, discard: null, restore: null },
  'retrying':      { send: 'sending', accept: null, refuse: 'parked', fail: null, break: 'retrying', close: 'held-window', trip: 'held-circuit', throttle: 'held-throttle', gate: null, follow: 'held-behind', release: 'waiting', replay: 'waiting', recall: null, discard: 'discarded', restore: null },
  'held-window':   { send: null, accept: null, refuse: null, fail: null, break: 'waiting', close: null, trip: null, throttle: null, gate: null, follow: 'held-behind', release: 'waiting', replay: null, recall: null, discard: 'discarded', restore: null },
  'held-circuit':  { send: null, accept: null, refuse: null, fail: null, break: 'waiting', close: 'held-window', trip: null, throttle: null, gate: null, follow: 'held-behind', release: 'waiting', replay: null, recall: null, discard: 'discarded', restore: null },
  'held-throttle': { send: null, accept: null, refuse: null, fail: null, break: 'waiting', close: 'held-window', trip: 'held-circuit', throttle: null, gate: null, follow: 'held-behind', release: 'waiting', replay: null, recall: null, discard: 'discarded', restore: null },
  'held-gate':     { send: null, accept: null, refuse: null, fail: null, break: 'waiting', close: null, trip: null, throttle: null, gate: null, follow: null, release: 'waiting', replay: null, recall: null, discard: 'discarded', restore: null },
  'held-behind':   { send: 'sending', accept: null, refuse: 'parked', fail: null, break: 'held-behind', close: null, trip: null, throttle: null, gate: null, follow: null, release: 'waiting', replay: null, recall: null, discard: 'discarded', restore: null },
  'parked':        { send: null, accept: null, refuse: null, fail: null, break: null, close: null, trip: null, throttle: null, gate: null, follow: null, release: 'waiting', replay: 'waiting', recall: null, discard: 'discarded', restore: null },
  'discarded':     { send: null, accept: null, refuse: null, fail: null, break: null, close: null, trip: null, throttle: null, gate: null, follow: null, release: null, replay: null, recall: null, discard: null, restore: 'parked' },
};

/** The state after an event; one that cannot happen there is a defect. */
export function after(state: DeliveryState, event: DeliveryEvent): DeliveryState {
  const next = TRANSITIONS[state][event];
  if (next === null) throw new Error(`a message that is ${state} cannot ${event}`);
  return next;
}

export const allStates = Object.keys(DELIVERY_STATES) as DeliveryState[];

/** The states in which an event can happen. */
export function statesBefore(event: DeliveryEvent): DeliveryState[] {
  return allStates.filter((state) => TRANSITIONS[state][event] !== null);
}

/** Those that a row of `parked` is in while something is still to be done; what holds a whole system stands with its interfaces. */
export const OPEN_STATES = [
  'parked',
  'held-behind',
  'retrying',
  'waiting',
] as const satisfies DeliveryState[];

/** The same as a condition, written out: only a constant list is answered by the index on open messages. */
export const OPEN = `state in (${OPEN_STATES.map((state) => `'${state}'`).join(', ')})`;

export type OpenState = (typeof OPEN_STATES)[number];

export const CLOSED_STATES = ['delivered', 'discarded'] as const satisfies DeliveryState[];

/** What holds all that waits for a system, or for one of its targets. */
export type HoldState = Extract<
  DeliveryState,
  'held-window' | 'held-circuit' | 'held-throttle' | 'held-gate'
>;
