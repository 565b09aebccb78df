import { expect, test } from 'vitest';
import { chartOf } from '../chart.testing.ts';
import { type Box, drawingOf } from './drawing.ts';
import { svgOf } from './svg.ts';

const drawing = drawingOf(
  chartOf(`process: fulfilment
about: salesOrder
start: { on: salesOrder.changed }
context: '{}'
keys: '[]'
initial: picking
states:
  picking:
    within: 1h
    enter: [pick]
    on: { picked: { to: shipping, do: [ship] }, pick.refused: { to: blocked } }
    after: { 2h: { to: blocked } }
  shipping:
    initial: packing
    states:
      packing: { on: { packed: { when: context.parts > 1, to: left }, broken: { to: blocked } } }
      left: { final: true }
    done: { to: shipped }
  blocked: { on: { release: { to: picking } } }
  shipped: { final: true }
`),
);

test('every state has a box, and what is within a state lies within its box', () => {
  const states = drawing.boxes.map(({ state }) => state).filter((state) => state !== '•');
  expect(states.sort()).toEqual(['blocked', 'left', 'packing', 'picking', 'shipped', 'shipping']);
  for (const inner of ['packing', 'left']) expect(holds(box('shipping'), box(inner))).toBe(true);
});

test('boxes beside each other do not overlap, and all lie in the picture', () => {
  const whole = { x: 0, y: 0, width: drawing.width, height: drawing.height };
  const outer = ['picking', 'shipping', 'blocked', 'shipped'].map(box);
  for (const one of outer) {
    expect(holds(whole, one)).toBe(true);
    for (const other of outer) expect(one !== other && overlap(one, other)).toBe(false);
  }
});

test('an arrow says what leads its way, and what is then done', () => {
  const lines = drawing.arrows.map((arrow) => arrow.lines);
  expect(lines).toContainEqual(['picked ▸ ship']);
  expect(lines).toContainEqual(['pick.refused', 'after 2h']);
  expect(lines).toContainEqual(['packing: broken']);
  expect(lines).toContainEqual(['done']);
  expect(lines).toHaveLength(8);
});

test('a way that goes only under a condition says so, and what that is', () => {
  const only = drawing.arrows.filter(({ conditions }) => conditions.length > 0);
  expect(only.map(({ lines, conditions }) => [lines, conditions])).toEqual([
    [['packed if …'], ['context.parts > 1']],
  ]);
  expect(svgOf(drawing, 'fulfilment')).toContain('<title>context.parts &gt; 1</title>');
});

test('a picture of the same chart is the same, to the byte', () => {
  expect(svgOf(drawing, 'a < b')).toBe(svgOf(structuredClone(drawing), 'a < b'));
  expect(svgOf(drawing, 'a < b')).toContain('<title>a &lt; b</title>');
});

function box(code: string): Box {
  return drawing.boxes.find(({ state }) => state === code)!;
}

type Rectangle = Pick<Box, 'x' | 'y' | 'width' | 'height'>;

function holds(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
