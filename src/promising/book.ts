import type { Flow, Stock } from './availability.ts';
import type { Day } from './days.ts';

/** What there is of the items at hand, and what is taken of it meanwhile. */
export interface Book {
  /** By site. */
  stocksOf(item: string): ReadonlyMap<string, Stock>;
  /** Takes so much, or with a negative quantity gives it back. */
  take(item: string, site: string, day: Day, quantity: bigint): void;
  /** What was taken and given back, summed up. */
  taken(): Taken[];
}

export interface Taken {
  item: string;
  site: string;
  day: Day;
  quantity: bigint;
}

export function createBook(stocks: ReadonlyMap<string, Map<string, Stock>>): Book {
  const sums = new Map<string, Taken>();
  return {
    stocksOf: (item) => stocks.get(item) ?? new Map(),
    take(item, site, day, quantity) {
      const key = `${item} ${site} ${day}`;
      const sum = sums.get(key);
      sums.set(key, { item, site, day, quantity: (sum?.quantity ?? 0n) + quantity });
      const stock = stocks.get(item)?.get(site);
      if (stock) flowOn(stock, day).reserved += quantity;
    },
    taken: () => [...sums.values()].filter(({ quantity }) => quantity !== 0n),
  };
}

function flowOn({ days }: Stock, day: Day): Flow {
  const found = days.find((each) => each.day === day);
  if (found) return found;
  const fresh: Flow = { day, supply: 0n, demand: 0n, reserved: 0n };
  const at = days.findIndex((each) => each.day > day);
  days.splice(at < 0 ? days.length : at, 0, fresh);
  return fresh;
}
