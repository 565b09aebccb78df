import type { Connection } from '../database/pool.ts';
import { type JsonObject, objectsOf } from '../vocabulary/json.ts';
import { readAmount, writeAmount } from './amount.ts';
import type { Basis } from './basis.ts';
import { AT_HAND } from './days.ts';
import type { RequestLine } from './promise.ts';

/** What the golden record says of an item's units. */
export interface ItemUnits {
  base: string;
  /** How many base units are in one of these, as a fraction. */
  factors: ReadonlyMap<string, Factor>;
}

interface Factor {
  numerator: bigint;
  denominator: bigint;
}

/**
 * What is told in other units than the item is counted in, counted as the golden record says: a receipt of two cartons is one of 24 pieces. What of
 * an order cannot be converted is no supply; stock stays as it is told.
 */
export async function inBaseUnits<Said extends { bases: Basis[] }>(
  connection: Connection,
  said: readonly Said[],
): Promise<Said[]> {
  const units = await readUnits(
    connection,
    said.flatMap(({ bases }) => bases.map(({ item }) => item)),
  );
  return said.map((each) => ({
    ...each,
    bases: each.bases.map((basis) => counted(basis, units.get(basis.item))),
  }));
}

/** What is asked for in another unit than the item is counted in, in that; as it is asked where the golden record does not say how many that are. */
export function lineInBaseUnits(line: RequestLine, item: ItemUnits | undefined): RequestLine {
  const { value, unit } = line.quantity;
  const factor = item?.factors.get(unit);
  const asked = readAmount(value);
  if (!item || !factor || unit === item.base || asked === undefined) return line;
  return { ...line, quantity: { value: writeAmount(roundedUp(asked, factor)), unit: item.base } };
}

export async function readUnits(
  connection: Connection,
  items: readonly string[],
): Promise<Map<string, ItemUnits>> {
  if (items.length === 0) return new Map();
  const { rows } = await connection.query<{ key: string; base: string | null; units: JsonObject[] | null }>({
    name: 'promising-units',
    text: `select key, data ->> 'baseUnit' as base, data -> 'units' as units from record where entity = 'item' and key = any($1)`,
    values: [[...new Set(items)]],
  });
  return new Map(
    rows.flatMap(({ key, base, units }) => (base ? [[key, { base, factors: factorsOf(units) }]] : [])),
  );
}

function counted(basis: Basis, item: ItemUnits | undefined): Basis {
  const { unit, ...told } = basis;
  const isStock = basis.day === AT_HAND;
  if (unit === undefined || !item || unit === item.base) return isStock ? basis : told;
  const factor = item.factors.get(unit);
  if (!factor) return isStock ? basis : { ...told, supply: 0n };
  const supply = (told.supply * factor.numerator) / factor.denominator;
  const demand = roundedUp(told.demand, factor);
  return { ...told, supply, demand, ...(isStock && { unit: item.base }) };
}

function roundedUp(quantity: bigint, { numerator, denominator }: Factor): bigint {
  return (quantity * numerator + denominator - 1n) / denominator;
}

function factorsOf(units: JsonObject[] | null): ItemUnits['factors'] {
  const whole = /^[1-9]\d{0,17}$/;
  return new Map(
    objectsOf(units ?? undefined).flatMap(({ unit, numerator, denominator }) => {
      const [above, below] = [String(numerator), String(denominator)];
      if (!whole.test(above) || !whole.test(below)) return [];
      return [[String(unit), { numerator: BigInt(above), denominator: BigInt(below) }]];
    }),
  );
}
