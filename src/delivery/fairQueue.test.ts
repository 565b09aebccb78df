import { expect, test } from 'vitest';
import { PRIORITIES, type Priority } from '../vocabulary/priority.ts';
import { createFairQueue, type InLine } from './fairQueue.ts';

interface Line {
  of: string;
  priority: Priority;
  /** Deliveries in one send. */
  size: number;
  /** Sends that wait; default: always another. */
  sends?: number;
}

/** Deliveries by line after so many were served, each line asking again as soon as it was served. */
function share(deliveries: number, ...lines: Line[]): Record<string, number> {
  const queue = createFairQueue<InLine & Line>();
  const left = new Map(lines.map(({ of, sends }) => [of, sends ?? Number.POSITIVE_INFINITY]));
  const served: Record<string, number> = {};
  const ask = (line: Line) => {
    if (left.get(line.of) === 0) return;
    left.set(line.of, left.get(line.of)! - 1);
    queue.add({ ...line, weight: PRIORITIES[line.priority] });
  };
  for (const line of lines) ask(line);
  for (let done = 0; done < deliveries; ) {
    const first = queue.first();
    if (!first) break;
    queue.serve(first, first.size);
    served[first.of] = (served[first.of] ?? 0) + first.size;
    done += first.size;
    ask(first);
  }
  return served;
}

test('lines of one priority get the same number of deliveries, whatever the size of their sends', () => {
  const got = share(
    10_000,
    { of: 'bulks', priority: 'normal', size: 500 },
    { of: 'singles', priority: 'normal', size: 1 },
  );
  expect(Math.abs(got['bulks']! - got['singles']!)).toBeLessThanOrEqual(500);
});

test('urgent goes before normal before bulk, sixteen to four to one, and none is left out', () => {
  const got = share(
    21_000,
    { of: 'bulk', priority: 'bulk', size: 50 },
    { of: 'normal', priority: 'normal', size: 10 },
    { of: 'urgent', priority: 'urgent', size: 1 },
  );
  expect(got['urgent']).toBeGreaterThan(15_500);
  expect(got['normal']).toBeGreaterThan(3_800);
  expect(got['bulk']).toBeGreaterThan(900);
});

test('an urgent send that comes goes before what waits already', () => {
  const queue = createFairQueue<InLine>();
  const bulk = { of: 'bulk', weight: PRIORITIES.bulk };
  queue.add(bulk);
  queue.serve(bulk, 500);
  queue.add({ ...bulk });
  queue.add({ of: 'urgent', weight: PRIORITIES.urgent });
  expect(queue.first()!.of).toBe('urgent');

  const fresh = createFairQueue<InLine>();
  fresh.add({ of: 'bulk', weight: PRIORITIES.bulk });
  fresh.add({ of: 'urgent', weight: PRIORITIES.urgent });
  expect(fresh.first()!.of).toBe('urgent');
});

test('a line that was away has saved up nothing', () => {
  const got = share(
    2000,
    { of: 'away', priority: 'normal', size: 1, sends: 10 },
    { of: 'there', priority: 'normal', size: 1 },
  );
  expect(got).toEqual({ away: 10, there: 1990 });
  const queue = createFairQueue<InLine>();
  for (let n = 0; n < 100; n++) {
    const there = { of: 'there', weight: 4 };
    queue.add(there);
    queue.serve(there, 1);
  }
  const order: string[] = [];
  queue.add({ of: 'away', weight: 4 });
  queue.add({ of: 'there', weight: 4 });
  for (let n = 0; n < 6; n++) {
    const first = queue.first()!;
    queue.serve(first, 1);
    order.push(first.of);
    queue.add({ ...first });
  }
  expect(order.filter((of) => of === 'there').length).toBeGreaterThanOrEqual(2);
});
