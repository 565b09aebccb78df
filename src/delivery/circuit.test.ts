import { expect, test } from 'vitest';
import {
  CIRCUIT_STATES,
  type Circuit,
  type CircuitState,
  CLOSED,
  circuitAfter,
  type Happening,
} from './circuit.ts';

const NOW = 1_000_000;
const absence: Happening = { what: 'absence', cause: 'connection refused' };
const missing: Happening = { what: 'missing', cause: 'connection refused' };

function after(...happenings: Happening[]): Circuit {
  return happenings.reduce((circuit, each) => circuitAfter(circuit, each, NOW), CLOSED);
}

const OPEN = after(absence, absence, absence, missing);

test('three sends in a row that meet nobody raise a doubt, and the system is asked at once', () => {
  expect(after(absence, absence)).toMatchObject({ state: 'closed', absences: 2 });
  expect(after(absence, absence, absence)).toMatchObject({ state: 'doubted', since: NOW, probeAt: NOW });
});

test('any answer in between begins the count anew', () => {
  expect(after(absence, absence, { what: 'answer' }, absence, absence).state).toBe('closed');
});

test('only the system itself, asked in vain, opens the circuit; one that answers closes it', () => {
  expect(OPEN).toMatchObject({ state: 'open', probes: 1, cause: 'connection refused' });
  expect(after(absence, absence, absence, { what: 'found' })).toEqual(CLOSED);
});

test('an open circuit is asked later each time, by half a minute at the most', () => {
  let circuit = OPEN;
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
    circuit = circuitAfter({ ...circuit, state: 'open' }, missing, NOW);
    return circuit.probeAt! - NOW;
  });
  expect(waits[0]).toBeGreaterThanOrEqual(1500);
  expect(waits[0]).toBeLessThanOrEqual(2500);
  expect(Math.max(...waits)).toBeLessThanOrEqual(37_500);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(22_500);
});

test('when it answers one send decides: an answer closes, an absence opens and waits longer', () => {
  const half = circuitAfter({ ...OPEN, claimedUntil: NOW }, { what: 'found' }, NOW);
  expect(half.state).toBe('half-open');
  expect(half.claimedUntil).toBeUndefined();
  expect(circuitAfter(half, { what: 'answer' }, NOW)).toEqual(CLOSED);
  expect(circuitAfter(half, absence, NOW)).toMatchObject({ state: 'open', probes: 2 });
});

test('a system that never answers the question is tried with a send at every third', () => {
  let circuit = OPEN;
  const states: CircuitState[] = [];
  for (let n = 0; n < 6; n++) {
    circuit = circuitAfter({ ...circuit, state: 'open' }, missing, NOW);
    states.push(circuit.state);
  }
  expect(states).toEqual(['open', 'half-open', 'open', 'open', 'half-open', 'open']);
});

test('a person closes it whatever state it is in', () => {
  for (const state of Object.keys(CIRCUIT_STATES) as CircuitState[])
    expect(circuitAfter({ ...OPEN, state }, { what: 'close' }, NOW)).toEqual(CLOSED);
});
