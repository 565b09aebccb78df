import { describe, expect, test } from 'vitest';
import { type Closed, calendar, type Said } from './windows.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const shown = (closed: Closed | undefined) =>
  closed &&
  [closed.from, closed.to].map((time) =>
    time === undefined ? '…' : new Date(time).toISOString().slice(0, 16),
  );
const nightly = (cron: string, hours: number, timeZone = 'America/Detroit') => ({
  cron,
  lasts: hours * HOUR,
  timeZone,
});
const closed = (from: string, to: string): Said => ({ says: 'closed', from: at(from), to: at(to) });
const open = (from: string, to: string): Said => ({ says: 'open', from: at(from), to: at(to) });

describe('a window that comes again and again', () => {
  const sundays = calendar([nightly('0 2 * * SUN', 4)], []);

  test('is closed from its first moment and open again at its last', () => {
    const spans = [
      '2026-06-07T05:59:59.999Z',
      '2026-06-07T06:00:00Z',
      '2026-06-07T09:59:59.999Z',
      '2026-06-07T10:00:00Z',
    ];
    expect(spans.map((time) => shown(sundays.at(at(time))))).toEqual([
      undefined,
      ['2026-06-07T06:00', '2026-06-07T10:00'],
      ['2026-06-07T06:00', '2026-06-07T10:00'],
      undefined,
    ]);
  });

  test('the next one is told from before, from within and from right at its start', () => {
    const next = (time: string) => shown(sundays.after(at(time)))?.[0];
    expect(next('2026-06-06T00:00:00Z')).toBe('2026-06-07T06:00');
    expect(next('2026-06-07T06:00:00Z')).toBe('2026-06-14T06:00');
    expect(next('2026-06-07T08:00:00Z')).toBe('2026-06-14T06:00');
  });

  test('follows the clocks of its zone through summer and winter, and lasts as long as it says', () => {
    expect(shown(sundays.at(at('2026-01-04T07:30:00Z')))).toEqual(['2026-01-04T07:00', '2026-01-04T11:00']);
    expect(shown(sundays.at(at('2026-07-05T06:30:00Z')))).toEqual(['2026-07-05T06:00', '2026-07-05T10:00']);
  });

  test('a start that spring leaves out comes right after the gap; one that autumn repeats comes once', () => {
    // Clocks in Detroit go from 2:00 to 3:00 on 8 March 2026, and from 2:00 back to 1:00 on 1 November.
    const half = calendar([nightly('30 2 * * *', 1)], []);
    expect(shown(half.after(at('2026-03-08T05:00:00Z')))?.[0]).toBe('2026-03-08T07:00');
    const repeated = calendar([nightly('30 1 * * *', 0.25)], []);
    expect(shown(repeated.after(at('2026-11-01T04:00:00Z')))?.[0]).toBe('2026-11-01T05:30');
    expect(shown(repeated.after(at('2026-11-01T05:30:00Z')))?.[0]).toBe('2026-11-02T06:30');
    expect(repeated.at(at('2026-11-01T06:35:00Z'))).toBeUndefined();
  });

  test('one longer than its own period is never over, and says no end', () => {
    const always = calendar([nightly('0 * * * *', 2)], []);
    expect(always.at(at('2026-06-07T06:10:00Z'))?.to).toBeUndefined();
    expect(always.at(at('2026-06-07T06:10:00Z'))).toBeDefined();
  });
});

test('a window declared once is closed from its first moment and open again at its last', () => {
  const once = calendar([{ from: at('2026-06-07T03:00Z'), to: at('2026-06-07T05:00Z') }], []);
  const moments = [
    '2026-06-07T02:59:59.999Z',
    '2026-06-07T03:00Z',
    '2026-06-07T04:59:59.999Z',
    '2026-06-07T05:00Z',
  ];
  expect(moments.map((time) => once.at(at(time)) !== undefined)).toEqual([false, true, true, false]);
});

describe('windows that overlap or touch', () => {
  test('are one, until the last of them ends', () => {
    const both = calendar(
      [
        nightly('0 2 * * *', 2, 'UTC'),
        { from: at('2026-06-07T03:00Z'), to: at('2026-06-07T05:00Z'), reason: 'patches' },
      ],
      [closed('2026-06-07T05:00Z', '2026-06-07T06:00Z')],
    );
    expect(shown(both.at(at('2026-06-07T02:30Z')))).toEqual(['2026-06-07T02:00', '2026-06-07T06:00']);
    expect(shown(both.after(at('2026-06-06T12:00Z')))).toEqual(['2026-06-07T02:00', '2026-06-07T06:00']);
    expect(shown(both.after(at('2026-06-07T02:30Z')))?.[0]).toBe('2026-06-08T02:00');
    expect(both.at(at('2026-06-07T04:30Z'))?.reason).toBe('patches');
  });
});

describe('what people say', () => {
  const declared = [nightly('0 2 * * *', 4, 'UTC')];

  test('a window ended early is over, and the next one comes as declared', () => {
    const ended = calendar(declared, [open('2026-06-07T03:00Z', '2026-06-07T06:00Z')]);
    expect(shown(ended.at(at('2026-06-07T02:30Z')))).toEqual(['2026-06-07T02:00', '2026-06-07T03:00']);
    expect(ended.at(at('2026-06-07T03:00Z'))).toBeUndefined();
    expect(shown(ended.after(at('2026-06-07T03:00Z')))?.[0]).toBe('2026-06-08T02:00');
  });

  test('an extended one goes on, also when it was declared', () => {
    const extended = calendar(declared, [closed('2026-06-07T03:00Z', '2026-06-07T08:00Z')]);
    expect(shown(extended.at(at('2026-06-07T02:30Z')))?.[1]).toBe('2026-06-07T08:00');
  });

  test('who speaks later counts: announced again after an early end, it is closed', () => {
    const again = calendar(declared, [
      open('2026-06-07T03:00Z', '2026-06-07T06:00Z'),
      closed('2026-06-07T05:00Z', '2026-06-07T05:30Z'),
    ]);
    expect(again.at(at('2026-06-07T04:00Z'))).toBeUndefined();
    expect(shown(again.at(at('2026-06-07T05:10Z')))).toEqual(['2026-06-07T05:00', '2026-06-07T05:30']);
    expect(shown(again.after(at('2026-06-07T04:00Z')))?.[0]).toBe('2026-06-07T05:00');
  });

  test('without any window nothing is closed', () => {
    const none = calendar([], []);
    expect(none.at(0)).toBeUndefined();
    expect(none.after(0)).toBeUndefined();
  });
});
