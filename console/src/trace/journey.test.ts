import { describe, expect, test } from 'vitest';
import { firstShown, reportOf, type Step, timeLineOf } from './journey.ts';

const thing = { entity: 'salesOrder', key: 'so~crm~1' };
const steps: Step[] = [
  { kind: 'received', ...thing, at: '2026-01-01T10:00:00.000Z', interface: 'crm/orders' },
  {
    kind: 'recorded',
    ...thing,
    at: '2026-01-01T10:00:01.000Z',
    position: 7,
    type: 'salesOrder.changed',
    system: 'crm',
    time: '2026-01-01T09:59:00.000Z',
  },
  {
    kind: 'delivered',
    ...thing,
    at: '2026-01-01T10:00:03.000Z',
    interface: 'na-erp/orders',
    position: 7,
    sentAt: '2026-01-01T10:00:02.000Z',
    milliseconds: 31.4,
    attempts: 2,
  },
  { kind: 'passed', ...thing, at: '2026-01-01T10:00:02.000Z', interface: 'eu-erp/orders', position: 7 },
];

describe('a journey on its time line', () => {
  test('who told stands above the line and who was told below it, each step tied to the one it came from', () => {
    const { lanes, placed, links } = timeLineOf({ steps: steps.toReversed() });
    expect(lanes.map(({ name }) => name)).toEqual(['crm', 'The line', 'na-erp']);
    expect(placed.map(({ step, lane }) => [step.kind, lane])).toEqual([
      ['received', 0],
      ['recorded', 1],
      ['delivered', 2],
    ]);
    expect(links.map(({ from, to }) => [from.step.kind, to.step.kind])).toEqual([
      ['received', 'recorded'],
      ['recorded', 'delivered'],
    ]);
  });

  test('is looked at first where the system in its key told it, else where it was told last', () => {
    const echo: Step = {
      kind: 'received',
      ...thing,
      at: '2026-01-01T09:59:00.000Z',
      interface: 'na-erp/orders-told',
    };
    expect(firstShown({ ...thing, steps: [echo, ...steps] })).toBe(1);
    const item = { entity: 'item', key: 'itm_1' };
    const told = [echo, ...steps].map((step) => ({ ...step, ...item }));
    expect(firstShown({ ...item, steps: told })).toBe(1);
    expect(firstShown({ ...item, steps: told.slice(0, 1) })).toBe(0);
    expect(firstShown({ ...item, steps: told.filter(({ kind }) => kind !== 'received') })).toBe(1);
  });

  test('as a report it is text that stands alone', () => {
    const text = reportOf(
      { ...thing, localKeys: [{ system: 'na-erp', localKey: '4711' }], related: [], truncated: false, steps },
      'http://hub/trace',
    );
    expect(text).toContain('known as NA ERP: 4711');
    expect(text).toContain('NA ERP has it, in 31 ms, at attempt 2');
    expect(text).not.toContain('EU ERP');
  });
});
