import type { Journals } from '../journals.ts';
import type { Verdict } from './verdict.ts';

/** The canonical key of an item, by a system's number for it. */
export type ItemKeys = (system: string, number: string) => string | undefined;

interface StockFlow {
  from: string;
  /** Whose numbers it uses. */
  numbers: string;
  /** The place of a stock as the ledger names it; undefined: another counts it. */
  place(id: readonly string[]): { site: string; location: string; status: string } | undefined;
}

const american: Record<string, string> = { DET: 'detroit', MTY: 'monterrey', TOL: 'toledo' };
const european: Record<string, string> = { DE10: 'stuttgart', PL20: 'gdansk' };
const bins =
  (site: string, location: string) =>
  ([, status = 'unrestricted']: readonly string[]) => ({
    site,
    location,
    status: status === 'hold' ? 'blocked' : status,
  });
const statuses: Record<string, string> = {
  ...{ '2': 'unrestricted', '1': 'quality', '3': 'blocked' },
  ...{ '01': 'unrestricted', '02': 'quality', '07': 'blocked' },
};

/** Plants count their stock in the ERP, warehouses in their own system. */
const stockFlows: StockFlow[] = [
  {
    from: 'na-erp',
    numbers: 'na-erp',
    place: ([, facility = '', location = '', , status = '']) =>
      placeOf(american[facility], location, statuses[status]!),
  },
  {
    from: 'eu-erp',
    numbers: 'eu-erp',
    place: ([, plant = '', location = '', , status = '']) =>
      placeOf(european[plant], location, statuses[status]!),
  },
  { from: 'wms-columbus', numbers: 'na-erp', place: bins('columbus', 'A01') },
  { from: 'wms-rotterdam', numbers: 'eu-erp', place: bins('rotterdam', 'R-01-01') },
];

function placeOf(site: string | undefined, location: string, status: string) {
  return site === undefined ? undefined : { site, location, status };
}

/** What lies where, as its system told it last, is what planning took last of it. */
export function judgeStock(journals: Journals, itemKeys: ItemKeys): Verdict {
  const taken = new Map<string, string>();
  for (const entry of journals.get('planning')!)
    if ('took' in entry && entry.took === 'inventory' && entry.outcome === 'accepted')
      taken.set(entry.id, entry.state ?? '');
  const verdict: Verdict = { told: 0, effects: 0, findings: [] };
  for (const flow of stockFlows) judgeFlow(flow, journals, itemKeys, taken, verdict);
  return verdict;
}

function judgeFlow(
  flow: StockFlow,
  journals: Journals,
  itemKeys: ItemKeys,
  taken: ReadonlyMap<string, string>,
  verdict: Verdict,
): void {
  const told = new Map<string, string>();
  for (const entry of journals.get(flow.from)!)
    if ('told' in entry && entry.told === 'stock') told.set(entry.id, entry.state ?? '');
  for (const [id, quantity] of told) {
    const parts = id.split('~');
    const place = flow.place(parts);
    if (!place) continue;
    const number = parts[0]!.replace(/^0+/, '');
    const item = itemKeys(flow.numbers, number) ?? `${flow.numbers} ${number}`;
    const position = `ivp~${item}~${place.site}~${place.location}~-~${place.status}~own~-`;
    const shown = taken.get(position);
    const isRight = shown !== undefined && Number(shown) === Number(quantity);
    verdict.told += 1;
    verdict.effects += isRight ? 1 : 0;
    if (isRight) continue;
    verdict.findings.push({
      fault: 'lost',
      what: `planning: of ${number} at ${place.site}, ${place.location}, it shows ${shown ?? 'nothing'}; ${flow.from} has ${quantity}`,
      trace: position,
      parked: { systems: [flow.from, 'planning'], mark: number },
    });
  }
}
