import { amount, writeAmount } from '../../../promising/amount.ts';
import type { Called } from '../names.ts';
import type { StockRow } from '../stock/contract.ts';
import type { Threat } from './contract.ts';
import type { OpenLine } from './lines.ts';

/** What is known around an order. */
export interface Around {
  /** Where it is carried out. */
  site: string | undefined;
  /** By item: what there is, at all sites. */
  stock: ReadonlyMap<string, readonly StockRow[]>;
  /** Lines of a promise that could not be promised wholly; undefined: nothing was promised for the order. */
  promisedShort: ReadonlyMap<string, string> | undefined;
  nameOf(item: string): Called;
}

/** What there is too little of for its lines, and what there is but was told too long ago. */
export function stockThreats(lines: readonly OpenLine[], around: Around): Threat[] {
  return [
    ...new Map(
      lines.flatMap((line) => threatsOf(line, around)).map((threat) => [threat.says, threat]),
    ).values(),
  ];
}

function threatsOf(line: OpenLine, { site, stock, promisedShort, nameOf }: Around): Threat[] {
  const number = nameOf(line.item).number;
  if (promisedShort) {
    const short = promisedShort.get(line.lineNo);
    return short === undefined
      ? []
      : [{ kind: 'short', says: `${short} ${line.unit} of ${number} could not be promised` }];
  }
  const places = placesOf(line, site, stock.get(line.item) ?? []);
  const there = places.reduce((sum, { available, onHand }) => sum + amount(available ?? onHand), 0n);
  const where = [...new Set(places.map((each) => each.site))].join(' and ');
  if (there < line.quantity) {
    const at = where === '' ? '' : ` at ${where}`;
    return [
      {
        kind: 'short',
        says: `${writeAmount(line.quantity)} ${line.unit} of ${number} are wanted, ${writeAmount(there)} ${there === 0n ? 'are' : 'are free'}${at}`,
      },
    ];
  }
  const late = places.filter((each) => each.late);
  return late.map(({ site: at, ageSeconds }) => ({
    kind: 'stale',
    says: `the stock of ${at} was told ${Math.round((ageSeconds ?? 0) / 60)} min ago`,
  }));
}

/** Where a line can be taken from: its own site, else that of the order where it has the item, else any. In the unit of the line. */
function placesOf(
  { site: own, unit }: OpenLine,
  site: string | undefined,
  stock: readonly StockRow[],
): StockRow[] {
  const fits = stock.filter((each) => each.unit === unit);
  if (own !== undefined) return fits.filter((each) => each.site === own);
  const atOrder = fits.filter((each) => each.site === site);
  return atOrder.length > 0 ? atOrder : fits;
}
