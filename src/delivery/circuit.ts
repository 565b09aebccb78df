/** Whether a system can be reached, as all hub processes know it together. */
export const CIRCUIT_STATES = {
  closed: 'sends go',
  doubted: 'several sends in a row met nobody: sends go, and the system is asked whether it is there',
  open: 'the system was asked and is not there: nothing is sent, and it is asked now and then',
  'half-open': 'it answered: one send is let through, and decides',
} as const;
export type CircuitState = keyof typeof CIRCUIT_STATES;

/** What can happen to it. */
export const CIRCUIT_EVENTS = {
  answer: 'a send was answered, whatever was said',
  absence: 'a send met nobody',
  doubt: 'a send met nobody, and so did those before it',
  found: 'the system was asked, and is there',
  missing: 'the system was asked, and is not there',
  try: 'it was asked in vain so often that a send shall find out',
  close: 'a person says that it is there',
} as const;
export type CircuitEvent = keyof typeof CIRCUIT_EVENTS;

/** Every state with every event. What comes late (an answer to what was sent before) is in it: nothing is impossible here. */
// biome-ignore format: a table
const TRANSITIONS: Readonly<Record<CircuitState, Readonly<Record<CircuitEvent, CircuitState>>>> = {
  'closed':    { answer: 'closed', absence: 'closed',  doubt: 'doubted', found: 'closed',    missing: 'closed',    try: 'closed',    close: 'closed' },
  'doubted':   { answer: 'closed', absence: 'doubted', doubt: 'doubted', found: 'closed',    missing: 'open',      try: 'open',      close: 'closed' },
  'open':      { answer: 'closed', absence: 'open',    doubt: 'open',    found: 'half-open', missing: 'open',      try: 'half-open', close: 'closed' },
  'half-open': { answer: 'closed', absence: 'open',    doubt: 'open',    found: 'half-open', missing: 'half-open', try: 'half-open', close: 'closed' },
};

/** Times in milliseconds of the clock that the row is kept by. */
export interface Circuit {
  state: CircuitState;
  /** Sends in a row that met nobody, since when, and what the last met. */
  absences: number;
  since?: number;
  cause?: string;
  /** How often it was asked in vain since, and when it is asked next. */
  probes: number;
  probeAt?: number;
  /** Until then one process asks, or sends the one send that decides. */
  claimedUntil?: number;
}

export const CLOSED: Circuit = { state: 'closed', absences: 0, probes: 0 };

/** What a send, a question or a person found out. */
export type Happening =
  | { what: 'answer' | 'found' | 'close' }
  | { what: 'absence' | 'missing'; cause: string };

/** So many sends in a row that met nobody are no accident: the system itself is asked. */
const DOUBT = 3;

/** So many questions in vain, and a send finds out: some systems do not answer the question and take what is sent. */
const TRY = 3;

export function circuitAfter(circuit: Circuit, happening: Happening, now: number): Circuit {
  const event = eventOf(circuit, happening);
  const state = TRANSITIONS[circuit.state][event];
  if (state === 'closed' && event !== 'absence') return CLOSED;
  const { claimedUntil: _over, ...before } = circuit;
  switch (happening.what) {
    case 'absence':
      return absent(
        { ...before, state, cause: happening.cause, since: circuit.since ?? now },
        circuit.state,
        now,
      );
    case 'missing':
      return asked({ ...before, state, cause: happening.cause, probes: circuit.probes + 1 }, now);
    default:
      return { ...before, state };
  }
}

function eventOf({ absences, probes }: Circuit, { what }: Happening): CircuitEvent {
  if (what === 'absence') return absences + 1 >= DOUBT ? 'doubt' : 'absence';
  if (what === 'missing') return (probes + 1) % TRY === 0 ? 'try' : 'missing';
  return what;
}

function absent(circuit: Circuit, was: CircuitState, now: number): Circuit {
  const counted = { ...circuit, absences: circuit.absences + 1 };
  if (was === 'closed' && circuit.state === 'doubted') return { ...counted, probeAt: now };
  return was === 'half-open' ? asked({ ...counted, probes: circuit.probes + 1 }, now) : counted;
}

function asked(circuit: Circuit, now: number): Circuit {
  return { ...circuit, probeAt: now + probeDelay(circuit.probes) };
}

/** Seconds first, half a minute in the end, with jitter. */
function probeDelay(probes: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.min(probes - 1, 10)) * (0.75 + Math.random() / 2);
}
