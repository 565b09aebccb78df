import { describe, expect, test } from 'vitest';
import type { Site } from '../ask/sites.ts';
import { layMap } from './mapLayout.ts';

function site(code: string, region: string, systems = 1): Site {
  const names = Array.from({ length: systems }, (_, n) => `${code}-${n}`);
  return {
    code,
    region,
    kind: 'plant',
    timeZone: 'UTC',
    systems: names.map((name) => ({ code: name, kind: 'mes', connector: 'sql', interfaces: [] })),
  };
}

const many = (number: number, region: string) =>
  Array.from({ length: number }, (_, n) => site(`${region}${n}`, region));

describe('the map', () => {
  test('regions lie on both sides of the line, and no two cards overlap', () => {
    const { cards, shafts } = layMap({ sites: [...many(5, 'na'), ...many(4, 'eu')] }, 1040);
    expect(cards.filter(({ above }) => above).map(({ site }) => site.region)).toEqual(Array(5).fill('na'));
    const [{ y: line }] = shafts;
    for (const { above, y, height } of cards) expect(above ? y + height < line : y > line).toBe(true);
    const overlap = cards.flatMap((a, n) =>
      cards
        .slice(n + 1)
        .filter(
          (b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
        ),
    );
    expect(overlap).toEqual([]);
  });

  test('two hundred sites stay within the width, without their systems', () => {
    const { cards, detail, width } = layMap(
      { sites: ['na', 'eu', 'as', 'sa'].flatMap((region) => many(50, region)) },
      980,
    );
    expect([cards.length, detail]).toEqual([200, 'sites']);
    expect(Math.max(...cards.map((card) => card.x + card.width))).toBeLessThanOrEqual(width);
    expect(Math.min(...cards.map(({ x, y }) => Math.min(x, y)))).toBeGreaterThanOrEqual(0);
  });

  test('each further row has a shaft of its own, driven from the one before it, and no belt passes a card', () => {
    const { cards, belts, shafts } = layMap({ sites: [site('hq', 'na', 3), ...many(8, 'na')] }, 800);
    expect(new Set(cards.map(({ y, height }) => y + height)).size).toBe(3);
    expect(shafts).toHaveLength(3);
    expect(belts.filter(({ drives }) => drives).map(({ to }) => to)).toEqual([shafts[0].y, shafts[1]!.y]);
    const passed = belts.flatMap((belt) =>
      cards.filter(
        ({ x, width, y, height }) =>
          belt.x + 20 > x &&
          belt.x - 20 < x + width &&
          Math.min(belt.from, belt.to) < y + height &&
          Math.max(belt.from, belt.to) > y,
      ),
    );
    expect(passed).toEqual([]);
  });

  test('a site without systems is not on the line', () => {
    expect(layMap({ sites: [site('detroit', 'na'), site('office', 'na', 0)] }, 800).cards).toHaveLength(1);
  });
});
