import { expect, test } from 'vitest';
import { wayOf } from './way.ts';

const box = (state: string, outer?: string) => ({ state, ...(outer !== undefined && { in: outer }) });
const arrow = (from: string, to: string, line = '', atOnce = line === '') => ({
  from,
  to,
  lines: [line],
  atOnce,
});
const chart = {
  boxes: [
    box('•'),
    ...[
      box('open'),
      box('•', 'open'),
      box('checking', 'open'),
      box('promising', 'open'),
      box('short', 'open'),
    ],
    ...[box('shipping'), box('refused'), box('gone')],
  ],
  arrows: [
    arrow('•', 'open', 'order.changed', true),
    ...[
      arrow('•', 'checking'),
      arrow('checking', 'promising'),
      arrow('promising', 'short', 'promise.refused'),
    ],
    ...[arrow('open', 'shipping', 'promising: promise.delivered'), arrow('open', 'refused', 'stop')],
    ...[arrow('shipping', 'gone', 'shipment.changed'), arrow('refused', 'gone', 'after 1d')],
  ],
} as never;

function taken(...history: [string, unknown][]): string[] {
  const { taken: arrows } = wayOf(
    chart,
    history.map(([event, state]) => ({ event, state })),
  );
  return [...arrows].map(({ from, to }) => `${from} ${to}`);
}

test('the way leads through states that were left at once, and into those that hold the state', () => {
  expect(taken(['order.changed', { open: 'promising' }])).toEqual([
    '• open',
    '• checking',
    'checking promising',
  ]);
});

test('of several ways the one that was taken is lit, and none where something was only taken back', () => {
  const begun: [string, unknown] = ['order.changed', { open: 'promising' }];
  expect(taken(begun, ['promise.delivered', 'shipping'], ['shipment.changed', 'gone']).slice(3)).toEqual([
    'open shipping',
    'shipping gone',
  ]);
  expect(taken(begun, ['cancel', { open: 'promising' }])).toHaveLength(3);
});

test('what came through in between is passed too', () => {
  const { passed } = wayOf(chart, [{ event: 'order.changed', state: { open: 'promising' } }]);
  expect([...passed].sort()).toEqual(['checking', 'open', 'promising']);
});
