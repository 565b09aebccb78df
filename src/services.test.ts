import { expect, test } from 'vitest';
import type { Landscape } from './landscape/landscape.ts';
import type { Chart } from './landscape/processes/chart.ts';
import type { Promising } from './landscape/promising/promising.ts';
import { services } from './services.ts';

/** A landscape with processes that command these entities. */
function landscape(entities: readonly string[], promising?: Partial<Promising>): Landscape {
  const charts = entities.map((entity) => ({ commands: [{ entity }] }) as Chart);
  const processes = new Map(charts.map((chart, n) => [`process-${n}`, chart]));
  return { processes, ...(promising && { promising }) } as Landscape;
}
const atWork = (its: Landscape) => services.filter(({ workIn }) => workIn(its)).map(({ name }) => name);
const startedAnew = (before: Landscape, after: Landscape) =>
  services.filter(({ isOther }) => isOther(before, after)).map(({ name }) => name);

test('a service is at work where a process asks for it, and promising where it is declared', () => {
  expect(atWork(landscape(['salesOrder']))).toEqual([]);
  expect(atWork(landscape(['salesOrder', 'closing']))).toEqual(['closing']);
  expect(atWork(landscape(['masterData'], { settle: 2 }))).toEqual(['promising', 'masterData']);
});

test('a service starts anew when what it takes of the landscape changed, and only then', () => {
  const before = landscape(['masterData'], { settle: 2 });
  expect(startedAnew(before, landscape(['masterData'], { settle: 2 }))).toEqual([]);
  expect(startedAnew(before, landscape(['masterData', 'salesOrder'], { settle: 3 }))).toEqual(['promising']);
  expect(startedAnew(before, landscape(['closing'], { settle: 2 }))).toEqual(['closing', 'masterData']);
  expect(startedAnew(landscape(['closing']), landscape(['closing', 'salesOrder']))).toEqual(['closing']);
});
