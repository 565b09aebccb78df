import { expect, test } from 'vitest';
import { createDayPurse } from './perDay.ts';
import { createSecondPurse } from './perSecond.ts';

/** A clock that moves only when somebody waits, and the row that all processes share, kept by it. */
function sharedSecond(perSecond: number) {
  let now = 0;
  let free = 0;
  return {
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    wait: async (milliseconds: number) => {
      now += milliseconds;
    },
    reserve: async (count: number) => {
      const start = Math.max(free, now);
      free = start + (count * 1000) / perSecond;
      return start - now;
    },
  };
}

async function spend(purse: ReturnType<typeof createSecondPurse>, wanted: number): Promise<number> {
  for (;;) {
    const count = purse.available(wanted);
    if (count > 0) {
      purse.take(count);
      return count;
    }
    await purse.ask(wanted);
  }
}

test('no more than what a second bears goes in a second, and no less than that can go', async () => {
  const clock = sharedSecond(50);
  const purse = createSecondPurse(50, clock.reserve, clock.now, clock.wait);
  let sent = 0;
  while (clock.now() < 10_000 && sent < 1000) sent += await spend(purse, 7);
  expect(sent).toBeGreaterThan(490);
  expect(sent).toBeLessThanOrEqual(510);
});

test('a send larger than a second’s worth is cut to it; a system slower than one a second gets one at a time', async () => {
  const clock = sharedSecond(50);
  expect(await spend(createSecondPurse(50, clock.reserve, clock.now, clock.wait), 500)).toBe(50);
  const slow = sharedSecond(0.5);
  const purse = createSecondPurse(0.5, slow.reserve, slow.now, slow.wait);
  for (let n = 0; n < 4; n++) expect(await spend(purse, 10)).toBe(1);
  expect(slow.now()).toBe(6000);
});

test('what was reserved and not sent is lost, and is not sent later on top', async () => {
  const clock = sharedSecond(100);
  const purse = createSecondPurse(100, clock.reserve, clock.now, clock.wait);
  await purse.ask(1);
  expect(purse.available(10)).toBe(10);
  clock.pass(1500);
  expect(purse.available(1)).toBe(0);
});

function sharedDay(perDay: number, length: number) {
  let now = 0;
  let used = 0;
  let day = 0;
  return {
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    reserve: async (wanted: number) => {
      if (Math.floor(now / length) > day) used = 0;
      day = Math.floor(now / length);
      const granted = Math.min(wanted, perDay - used);
      used += granted;
      return { granted, leftMs: length - (now % length) };
    },
  };
}

test('a day that is used up holds until the next begins, also for a host whose clock was set back meanwhile, and its last messages go out in a smaller send', async () => {
  const clock = sharedDay(100, 1000);
  const purse = createDayPurse(100, 'Europe/Berlin', clock.reserve, clock.now);
  const sent: number[] = [];
  for (let asked = 0; asked < 20 && !purse.hold(clock.now()); asked++) {
    const count = purse.available(30);
    if (count > 0) {
      purse.take(count);
      sent.push(count);
    } else await purse.ask(30);
  }
  expect(sent).toEqual([30, 30, 30, 10]);
  expect(purse.hold(clock.now())).toEqual({
    state: 'held-throttle',
    reason: 'daily quota of 100 used up, goes on at 00:00 Europe/Berlin',
    until: 1000,
  });
  const left = 1000 - clock.now();
  expect(purse.hold(-21_600_000)).toMatchObject({ until: -21_600_000 + left });
  clock.pass(1000);
  expect(purse.hold(-21_600_000)).toBeUndefined();
  await purse.ask(30);
  expect(purse.available(30)).toBe(30);
});
