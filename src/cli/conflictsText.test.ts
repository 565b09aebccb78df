import pc from 'picocolors';
import { expect, test } from 'vitest';
import { conflictsText } from './conflictsText.ts';

test('a conflict is shown with who says what, since when, and what stands', () => {
  const conflict = {
    id: 3,
    entity: 'item',
    key: 'itm_1',
    attribute: '/names/en',
    values: [
      { system: 'na', value: 'Bolt', at: '2026-03-01T06:00:00.000Z', stands: true },
      { system: 'eu', value: null },
    ],
    rule: 'enterprise.yaml:13',
    state: 'open' as const,
    openedAt: '2026-03-01T07:00:00.000Z',
  };
  const text = conflictsText(
    { conflicts: [conflict], total: 1 },
    Date.parse('2026-03-01T08:00:00.000Z'),
    pc.createColors(false),
  );
  expect(text.split('\n')).toEqual([
    '#3 item itm_1 /names/en enterprise.yaml:13  for 1 h',
    '    na: "Bolt" 2 h ago stands',
    '    eu: – from before the hub looked',
    '',
    '1 of 1',
    '',
  ]);
});
