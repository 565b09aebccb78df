import { describe, expect, test } from 'vitest';
import { withGs1CheckDigit } from './checkDigits.ts';
import { crmSku, euProduct, naItem } from './keys.ts';
import { planOrder } from './orders.ts';
import { makeWorld, worldHash } from './world.ts';

const world = makeWorld(1);

describe('the world of Northfield', () => {
  test('the same seed makes the same world and the same orders, another seed another', () => {
    const orders = (of: typeof world) =>
      JSON.stringify(Array.from({ length: 500 }, (_, n) => planOrder(of, n)));
    expect(worldHash(makeWorld(1))).toBe(worldHash(world));
    expect(orders(makeWorld(1))).toBe(orders(world));
    expect(worldHash(makeWorld(2))).not.toBe(worldHash(world));
  });

  test('1,200 of 2,000 items are in both ERPs, under different numbers and one GTIN', () => {
    expect(world.items).toHaveLength(2000);
    expect(world.items.filter((item) => item.sides.length === 2)).toHaveLength(1200);
    for (const numbers of [naItem, euProduct, crmSku])
      expect(new Set(world.items.map((item) => numbers(item.index))).size).toBe(2000);
    expect(new Set(world.items.map((item) => item.gtin.slice(0, -1))).size).toBe(2000);
  });

  test('400 BOMs name only parts that their ERP has', () => {
    expect(world.boms.filter((bom) => bom.side === 'na')).toHaveLength(220);
    expect(world.boms.filter((bom) => bom.side === 'eu')).toHaveLength(180);
    for (const bom of world.boms)
      for (const index of [bom.item, ...bom.lines.map((line) => line.item)])
        expect(world.items[index]!.sides).toContain(bom.side);
  });

  test('300 customers and 120 suppliers, each with a DUNS number of its own', () => {
    const parties = [...world.customers, ...world.suppliers];
    expect(world.customers.filter((party) => party.sides.length === 2)).toHaveLength(120);
    expect(world.suppliers.filter((party) => party.sides.length === 2)).toHaveLength(60);
    expect(new Set(parties.map((party) => party.duns)).size).toBe(420);
    const vats = parties.flatMap((party) => party.vat ?? []);
    expect(new Set(vats).size).toBe(vats.length);
  });

  test('a wrong GTIN check digit is on items that nothing uses', () => {
    const wrong = world.items.filter((item) => withGs1CheckDigit(item.gtin.slice(0, -1)) !== item.gtin);
    const used = new Set([
      ...world.stock.map((row) => row.item),
      ...world.boms.flatMap((bom) => bom.lines.map((line) => line.item)),
    ]);
    expect(wrong.length).toBeGreaterThan(5);
    expect(wrong.every((item) => item.dirty === 'check-digit' && !used.has(item.index))).toBe(true);
  });
});
