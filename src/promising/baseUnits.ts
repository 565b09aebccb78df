import type { Connection } from '../database/pool.ts';
import { type JsonObject, objectsOf } from '../vocabulary/json.ts';
import type { Basis } from './basis.ts';
import { AT_HAND } from './days.ts';

/** How many base units of an item are in one of its units, as a fraction. */
type Factors = ReadonlyMap<string, { numerator: bigint; denominator: bigint }>;

interface Row {
  key: string;
  base: string | null;
  units: JsonObject[] | null;
}

/**
 * What is told in other units than the item is counted in, counted as the golden record says: a receipt of two cartons is one of 24 pieces. What of
 * an order cannot be converted is no supply; stock stays as it is told.
 */
export async function inBaseUnits<Said extends { bases: Basis[] }>(
  connection: Connection,
  said: readonly Said[],
): Promise<Said[]> {
  const items = [...new Set(said.flatMap(({ bases }) => bases.map(({ item }) => item)))];
  if (items.length === 0) return [...said];
  const { rows } = await connection.query<Row>({
    name: 'promising-units',
    text: `select key, data ->> 'baseUnit' as base, data -> 'units' as units from record where entity = 'item' and key = any($1)`,
    values: [items],
  });
  const known = new Map(rows.map((row) => [row.key, row]));
  return said.map((each) => ({
    ...each,
    bases: each.bases.map((basis) => counted(basis, known.get(basis.item))),
  }));
}

function counted(basis: Basis, item: Row | undefined): Basis {
  const { unit, ...told } = basis;
  const isStock = basis.day === AT_HAND;
  if (unit === undefined || !item?.base || unit === item.base) return isStock ? basis : told;
  const factor = factorsOf(item).get(unit);
  if (!factor) return isStock ? basis : { ...told, supply: 0n };
  const { numerator, denominator } = factor;
  const supply = (told.supply * numerator) / denominator;
  const demand = (told.demand * numerator + denominator - 1n) / denominator;
  return { ...told, supply, demand, ...(isStock && { unit: item.base }) };
}

function factorsOf({ units }: Row): Factors {
  const whole = /^[1-9]\d{0,17}$/;
  return new Map(
    objectsOf(units ?? undefined).flatMap(({ unit, numerator, denominator }) => {
      const [above, below] = [String(numerator), String(denominator)];
      if (!whole.test(above) || !whole.test(below)) return [];
      return [[String(unit), { numerator: BigInt(above), denominator: BigInt(below) }]];
    }),
  );
}
