import type { Finding, Verdict } from './verdict.ts';

/** An item, customer or supplier as an ERP shows it, in canonical words. */
export interface Master {
  system: Erp;
  entity: string;
  number: string;
  /** What it says, by the names that `StandingMaster` uses. */
  values: Readonly<Record<string, string>>;
}

export type Erp = 'na-erp' | 'eu-erp';

/** What the ledger said last of one thing. */
export interface StandingMaster {
  entity: string;
  key: string;
  /** Its numbers in each ERP. */
  numbers: Readonly<Record<Erp, readonly string[]>>;
  /** What each ERP is to show; only what the ledger says. */
  values: Readonly<Record<Erp, Readonly<Record<string, string>>>>;
  /** What waits for a person, of what an ERP says: it may differ. */
  disputed: Readonly<Record<Erp, ReadonlySet<string>>>;
}

/** Whether people mistype it now and then: what an ERP holds of it may be parked. */
export type IsMistyped = (system: Erp, number: string) => boolean;

/** Each ERP has every thing once, and shows of it what the ledger says. */
export function judgeMasters(
  standing: readonly StandingMaster[],
  held: readonly Master[],
  isMistyped: IsMistyped,
): Verdict {
  const verdict: Verdict = { told: 0, effects: 0, findings: [] };
  const untold = new Map(held.map((master) => [nameOf(master), master]));
  for (const thing of standing)
    for (const system of ['na-erp', 'eu-erp'] as const) {
      const found = thing.numbers[system].flatMap((number) => {
        const name = nameOf({ system, entity: thing.entity, number });
        const master = untold.get(name);
        untold.delete(name);
        return master ?? [];
      });
      verdict.told += 1;
      verdict.effects += found.length;
      verdict.findings.push(...judgeThing(thing, system, found));
    }
  for (const { system, entity, number } of untold.values())
    verdict.findings.push(
      finding('lost', system, number, `${entity} ${number} is not in the ledger`, number),
    );
  return { ...verdict, findings: verdict.findings.map((found) => marked(found, isMistyped)) };
}

function marked(found: Finding, isMistyped: IsMistyped): Finding {
  const { systems, mark } = found.parked;
  return isMistyped(systems[0] as Erp, mark) ? { ...found, mayPark: true } : found;
}

const nameOf = ({ system, entity, number }: Pick<Master, 'system' | 'entity' | 'number'>) =>
  `${system} ${entity} ${number}`;

function judgeThing(thing: StandingMaster, system: Erp, found: readonly Master[]): Finding[] {
  const { entity, key } = thing;
  if (found.length === 0) return [finding('lost', system, key, `it has no ${entity} ${key}`, key)];
  const numbers = found.map(({ number }) => number).join(', ');
  if (found.length > 1)
    return [finding('doubled', system, key, `${entity} ${key} is there more than once: ${numbers}`, key)];
  const [{ values, number }] = found as [Master];
  const wrong = Object.entries(thing.values[system]).filter(
    ([at, value]) => values[at] !== value && !thing.disputed[system].has(at),
  );
  if (wrong.length === 0) return [];
  const shown = wrong.map(([at, value]) => `${at} ${values[at] ?? 'nothing'}, the ledger says ${value}`);
  return [finding('lost', system, number, `${entity} ${number} shows ${shown.join('; ')}`, key)];
}

function finding(fault: Finding['fault'], system: Erp, mark: string, what: string, trace: string): Finding {
  const other = system === 'na-erp' ? 'eu-erp' : 'na-erp';
  return { fault, what: `${system}: ${what}`, trace, parked: { systems: [system, other, 'crm'], mark } };
}
