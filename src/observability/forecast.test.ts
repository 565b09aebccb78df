import { describe, expect, test } from 'vitest';
import { forecast } from './forecast.ts';

const NOW = Date.parse('2026-06-07T03:50:00Z');
const UNTIL = Date.parse('2026-06-07T06:00:00Z');
const at = (found: ReturnType<typeof forecast>) =>
  'caughtUpAt' in found ? new Date(found.caughtUpAt).toISOString().slice(11, 16) : found.untold;

describe('when a backlog is caught up', () => {
  test('while held: after the end, with what arrives until then, at the rate the target takes', () => {
    // 10,000 and 130 minutes of 20 wait at six; 500 a minute leave while 20 arrive.
    const flow = { waiting: 10_000, arriving: 20, able: 500, hold: { until: UNTIL } };
    expect(at(forecast(flow, NOW))).toBe('06:26');
  });

  test('while it drains: by what leaves now, not by what the target was seen to take', () => {
    expect(at(forecast({ waiting: 1000, arriving: 0, leaving: 100, able: 1000 }, NOW))).toBe('04:00');
    expect(at(forecast({ waiting: 1000, arriving: 50, leaving: 100 }, NOW))).toBe('04:10');
  });

  test('just reopened, before anything is measured: by what the target takes', () => {
    expect(at(forecast({ waiting: 1000, arriving: 0, leaving: 0, able: 100 }, NOW))).toBe('04:00');
  });

  test('a hold that is over already starts now', () => {
    expect(at(forecast({ waiting: 100, arriving: 0, able: 10, hold: { until: NOW - 1000 } }, NOW))).toBe(
      '04:00',
    );
  });

  test.each([
    ['nothing waits', { waiting: 0, arriving: 10, able: 100 }, 'nothing-waits'],
    ['no end of the hold is known', { waiting: 1, arriving: 0, able: 100, hold: {} }, 'end-unknown'],
    ['no rate is known', { waiting: 1, arriving: 0, hold: { until: UNTIL } }, 'rate-unknown'],
    ['as much arrives as leaves', { waiting: 1, arriving: 100, leaving: 100 }, 'arrivals-faster'],
    ['no more leaves than a rounding', { waiting: 9, arriving: 18, leaving: 18 + 1e-12 }, 'arrivals-faster'],
  ] as const)('nothing is told when %s', (_when, flow, untold) => {
    expect(forecast(flow, NOW)).toEqual({ untold });
  });
});
