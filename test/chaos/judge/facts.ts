import type { JournalEntry } from '../../../examples/five-sites/systems/plumbing/journal.ts';
import type { Journals } from '../journals.ts';
import type { Finding, Verdict } from './verdict.ts';

/** Facts of one kind that a system tells, and who is to take them. */
export interface FactFlow {
  from: string;
  kind: string;
  /** As the system writes the number of one. */
  local(id: string): string;
  /** As the hub tells it on. */
  fact(id: string): string;
  to: readonly { system: string; kind: string }[];
}

const digits = (id: string, length: number) => id.padStart(length, '0');
const erpOf: Record<string, string> = {
  ...{ 'mes-detroit': 'na-erp', 'mes-monterrey': 'na-erp', 'mes-toledo': 'na-erp', 'wms-columbus': 'na-erp' },
  ...{ 'mes-stuttgart': 'eu-erp', 'mes-gdansk': 'eu-erp', 'wms-rotterdam': 'eu-erp' },
};

/** How each system writes the number of a fact, and the key that its mapping makes of that, when it is another. */
const numbers: Record<string, Record<string, [local: (id: string) => string, key?: string]>> = {
  'mes-detroit': {
    confirmations: [(id) => `DC-${digits(id, 8)}`],
    movements: [(id) => `DM-${digits(id, 8)}`],
  },
  'mes-monterrey': {
    confirmations: [(id) => `MC${digits(id, 8)}`],
    movements: [(id) => `MM${digits(id, 8)}`],
  },
  'mes-stuttgart': {
    confirmations: [(id) => `SC-${digits(id, 8)}`],
    movements: [(id) => `SM-${digits(id, 8)}`],
  },
  'mes-toledo': { confirmations: [(id) => id, 'confirmation-'], movements: [(id) => id, 'movement-'] },
  'mes-gdansk': { confirmations: [(id) => id, 'meldunki-'], movements: [(id) => id, 'ruchy-'] },
  'wms-columbus': {
    movements: [(id) => `CM${digits(id, 10)}`],
    milestones: [(id) => `CS${digits(id, 10)}`],
  },
  'wms-rotterdam': { movements: [(id) => id, 'movement-'], milestones: [(id) => id, 'milestone-'] },
};

/** Confirmations and movements go to the ERP of the site and to planning, milestones to the CRM. */
export const factFlows: FactFlow[] = Object.entries(numbers).flatMap(([from, kinds]) =>
  Object.entries(kinds).map(([kind, [local, prefix = '']]) => ({
    from,
    kind,
    local,
    fact: (id) => `${from}~${prefix}${local(id)}`,
    to:
      kind === 'milestones'
        ? [{ system: 'crm', kind }]
        : [erpOf[from]!, 'planning'].map((system) => ({ system, kind })),
  })),
);

/** Told oddly, but the same fact. */
const harmless = new Set(['padding', 'duplicate', 'late']);
/** Only words that no mapping carries on are garbled: it parks when they cannot be read at all. */
const eitherWay = new Set(['encoding']);

/** Each fact told has one effect at each who is to take it, in the order told per key; what was mistyped has none. */
export function judgeFacts(journals: Journals): Verdict {
  const verdict: Verdict = { told: 0, effects: 0, findings: [] };
  for (const flow of factFlows) {
    const told = journals.get(flow.from)!.filter((entry) => 'told' in entry && entry.told === flow.kind);
    for (const to of flow.to) judgeFlow(flow, told, to.system, takenBy(journals, to), verdict);
  }
  return verdict;
}

type Took = Extract<JournalEntry, { took: string }>;

function takenBy(journals: Journals, to: { system: string; kind: string }): Map<string, Took[]> {
  const taken = new Map<string, Took[]>();
  for (const entry of journals.get(to.system)!)
    if ('took' in entry && entry.took === to.kind)
      taken.set(entry.id, [...(taken.get(entry.id) ?? []), entry]);
  return taken;
}

function judgeFlow(
  flow: FactFlow,
  told: readonly JournalEntry[],
  to: string,
  taken: ReadonlyMap<string, Took[]>,
  verdict: Verdict,
): void {
  const latest = new Map<string, { took: number; what: string }>();
  for (const entry of told) {
    const fact = flow.fact(entry.id);
    const dirt = 'dirt' in entry ? entry.dirt : undefined;
    const effects = (taken.get(fact) ?? []).filter((took) => took.outcome === 'accepted');
    const isEither = dirt !== undefined && eitherWay.has(dirt);
    const isRight = dirt === undefined || harmless.has(dirt) || (isEither && effects.length > 0);
    const find = (fault: Finding['fault'], what: string) =>
      verdict.findings.push({
        fault,
        what: `${to}: ${what}`,
        trace: fact,
        parked: { systems: [flow.from, to], mark: flow.local(entry.id) },
      });
    const name = `${flow.kind} ${fact} (${dirt ?? 'clean'}, ${new Date(entry.at).toISOString()})`;
    verdict.told += isRight ? 1 : 0;
    verdict.effects += effects.length;
    if (isRight && effects.length === 0) find('lost', `${name} was never taken`);
    if (!isRight && effects.length > 0) find('let through', `${name} was taken`);
    if (effects.length > 1) find('doubled', `${name} was taken ${effects.length} times`);
    const [effect] = effects;
    if (!effect) continue;
    const before = latest.get(entry.key ?? '');
    if (before && before.took > effect.n) find('reordered', `${name} was taken before ${before.what}`);
    if (!before || before.took < effect.n) latest.set(entry.key ?? '', { took: effect.n, what: fact });
  }
}
