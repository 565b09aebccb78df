import { sayingOf, type Told } from '../../../identity/told.ts';
import { amount, writeAmount } from '../../../promising/amount.ts';
import type { Instant, JsonObject } from '../../../vocabulary/json.ts';
import { quantity, text } from '../reading.ts';

/** One position: so much of an item at a place in one state. */
export interface Position {
  item: string;
  site: string;
  record: JsonObject;
  told: Told | null;
}

/** What there is of an item at a site in one unit. */
export interface Stock {
  item: string;
  site: string;
  unit: string;
  onHand: string;
  notFree: string;
  /** When the oldest of the figures was told. */
  asOf?: Instant;
  /** Interfaces that tell it; undefined among them: nobody knows who told one. */
  tellers: ReadonlySet<string | undefined>;
}

/** Adds positions up by item, site and unit, in the order in which they come. What is missing in its source is not there. */
export function sumUp(positions: readonly Position[]): Stock[] {
  const sums = new Map<string, { free: bigint; other: bigint; its: Position[]; unit: string }>();
  for (const position of positions) {
    const { item, site, record } = position;
    const { value, unit } = quantity(record['onHand']) ?? { value: '0', unit: '' };
    if (text(record['missingSince']) !== undefined) continue;
    const name = `${item} ${site} ${unit}`;
    const sum = sums.get(name) ?? { free: 0n, other: 0n, its: [], unit };
    sums.set(name, sum);
    if (isFree(record)) sum.free += amount(value);
    else sum.other += amount(value);
    sum.its.push(position);
  }
  return [...sums.values()].map(({ free, other, its, unit }) => {
    const asOf = its.flatMap(({ record }) => text(record['asOf']) ?? []).toSorted()[0];
    return {
      item: its[0]!.item,
      site: its[0]!.site,
      unit,
      onHand: writeAmount(free),
      notFree: writeAmount(other),
      ...(asOf !== undefined && { asOf }),
      tellers: new Set(its.map(({ told }) => (told ? sayingOf(told, '/onHand')?.by : undefined))),
    };
  });
}

function isFree(record: JsonObject): boolean {
  return record['stockStatus'] === 'unrestricted' && record['ownership'] === 'own';
}
