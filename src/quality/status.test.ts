import { expect, test } from 'vitest';
import { entityOf } from './ruleTable.testing.ts';
import { statusMove } from './status.ts';

const flow = entityOf('salesOrder').statusFlow!;

test.each([
  [undefined, 'fulfilled', 'first'],
  ['open', 'open', 'none'],
  ['draft', 'fulfilled', 'forward'],
  ['inProcess', 'confirmed', 'arrow'],
  ['confirmed', 'cancelled', 'arrow'],
  ['closed', 'inProcess', 'arrow'],
  ['fulfilled', 'open', 'refused'],
  ['closed', 'cancelled', 'refused'],
])('from %s to %s is %s', (from, to, move) => {
  expect(statusMove(flow, from, to)).toBe(move);
});
