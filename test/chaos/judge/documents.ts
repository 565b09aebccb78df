import type { JournalEntry } from '../../../examples/five-sites/systems/plumbing/journal.ts';
import type { Journals } from '../journals.ts';
import type { Finding, Verdict } from './verdict.ts';

/** Documents of one kind that a system tells, state by state, and who is to have the last of them. */
export interface DocumentFlow {
  from: string;
  kind: string;
  to: { systems: readonly string[]; kind: string };
  /** Of those told, for this target; `all`: whatever the system told and took. */
  concerns(told: JournalEntry, all: readonly JournalEntry[]): boolean;
  /** The name both know it by, made from the name that each has. */
  nameTold(told: JournalEntry): string;
  nameTaken(id: string): string;
  /** How far it is: larger is later. Undefined: not told on. */
  rankTold(state: string, earlier: readonly string[]): number | undefined;
  rankTaken(state: string, told: readonly string[]): number | undefined;
  /** A state that the target brought about itself: it need not be told. */
  own?: string;
  trace(told: JournalEntry): string;
}

const unpadded = (id: string) => id.trim().replace(/^0+/, '');
const rank =
  (...states: string[]) =>
  (state: string) => {
    const at = states.indexOf(state);
    return at < 0 ? undefined : at;
  };

const plants: [site: string, key: string, erp: string][] = [
  ['mes-detroit', 'DET', 'na-erp'],
  ['mes-monterrey', 'MTY', 'na-erp'],
  ['mes-toledo', 'TOL', 'na-erp'],
  ['mes-stuttgart', 'DE10', 'eu-erp'],
  ['mes-gdansk', 'PL20', 'eu-erp'],
];

const productionOrders = plants.map(
  ([mes, plant, erp]): DocumentFlow => ({
    from: erp,
    kind: 'productionOrders',
    to: { systems: [mes], kind: 'orders' },
    concerns: (told) => told.key === plant,
    nameTold: (told) => unpadded(told.id),
    nameTaken: unpadded,
    rankTold: erp === 'na-erp' ? rank('10', '40', '99') : rank('PLND', 'REL', 'DLFL'),
    rankTaken:
      mes === 'mes-gdansk'
        ? rank('PLAN', 'ZWOLNIONE', 'ANULOWANE')
        : rank('planned', 'released', 'cancelled'),
    trace: (told) => `${erp}:${unpadded(told.id)}`,
  }),
);

const deliveries = [
  { erp: 'na-erp', wms: 'wms-columbus', states: rank('20', '99') },
  { erp: 'eu-erp', wms: 'wms-rotterdam', states: rank('A', 'X') },
].map(
  ({ erp, wms, states }): DocumentFlow => ({
    from: erp,
    kind: 'deliveries',
    to: { systems: [wms], kind: 'deliveries' },
    concerns: () => true,
    nameTold: (told) => unpadded(told.id),
    nameTaken: unpadded,
    rankTold: states,
    rankTaken: rank('ship', 'cancel'),
    trace: (told) => `${erp}:${unpadded(told.id)}`,
  }),
);

/** What an ERP takes of an order: the customer's number, which changes with the customer's mind, or that it is cancelled. */
const takenState = (state: string) =>
  state.startsWith('cancelled ') ? 'cancelled' : state.replace(/^won /, '');

/** An order, or its first part, goes into the ERP of the site that ships it. How far it came is judged by its process (orders.ts), here only its order. */
const orders: DocumentFlow = {
  from: 'crm',
  kind: 'orders of ',
  to: { systems: ['na-erp', 'eu-erp'], kind: 'salesOrders' },
  concerns: (told) => !('dirt' in told) || told.dirt === undefined || told.dirt === 'duplicate',
  nameTold: (told) => `so~crm~${told.id}`,
  nameTaken: (id) => id,
  rankTold: () => undefined,
  rankTaken: (state, told) => {
    const at = told.map(takenState).indexOf(state);
    return at < 0 ? undefined : at;
  },
  trace: (told) => told.id,
};

const progress = [
  { erp: 'na-erp', states: rank('22', '44', '77'), own: '99' },
  { erp: 'eu-erp', states: rank('B', 'C', 'D'), own: 'X' },
].map(
  ({ erp, states, own }): DocumentFlow => ({
    from: erp,
    kind: 'salesOrders',
    to: { systems: ['crm'], kind: 'order parts' },
    concerns: (told) => told.key?.startsWith('so~crm~') === true,
    nameTold: (told) => told.key!.slice('so~crm~'.length),
    nameTaken: (id) => id,
    rankTold: states,
    // That it is open, or cancelled, the CRM said first.
    rankTaken: rank('confirmed', 'shipping', 'shipped'),
    own,
    trace: (told) => told.key!.slice('so~crm~'.length),
  }),
);

/** The CRM hears what is owed for its orders, not for others that an ERP has. */
const invoices = [
  { erp: 'na-erp', states: rank('20', '90') },
  { erp: 'eu-erp', states: rank('A', 'C') },
].map(
  ({ erp, states }): DocumentFlow => ({
    from: erp,
    kind: 'invoices',
    to: { systems: ['crm'], kind: 'invoices' },
    concerns: ({ key: order = '' }, all) =>
      all.some(
        (entry) =>
          'told' in entry &&
          entry.told === 'salesOrders' &&
          unpadded(entry.id) === unpadded(order) &&
          entry.key?.startsWith('so~crm~') === true,
      ),
    nameTold: (told) => unpadded(told.id),
    nameTaken: (id) => id,
    rankTold: states,
    rankTaken: rank('open', 'paid'),
    trace: (told) => `${erp}:${unpadded(told.id)}`,
  }),
);

export const documentFlows: DocumentFlow[] = [
  ...productionOrders,
  ...deliveries,
  orders,
  ...progress,
  ...invoices,
];

/** The last state told of each document is the last its target took, and no state came after a later one. */
export function judgeDocuments(journals: Journals): Verdict {
  const verdict: Verdict = { told: 0, effects: 0, findings: [] };
  for (const flow of documentFlows) judgeFlow(flow, journals, verdict);
  return verdict;
}

interface Taken {
  state: string;
  outcome: string;
}

function judgeFlow(flow: DocumentFlow, journals: Journals, verdict: Verdict): void {
  const taken = new Map<string, Taken[]>();
  for (const entry of flow.to.systems.flatMap((system) => journals.get(system)!)) {
    if (!('took' in entry) || entry.took !== flow.to.kind) continue;
    const name = flow.nameTaken(entry.id);
    taken.set(name, [...(taken.get(name) ?? []), { state: entry.state ?? '', outcome: entry.outcome }]);
  }
  const told = new Map<string, JournalEntry[]>();
  const all = journals.get(flow.from)!;
  for (const entry of all) {
    if (!('told' in entry) || !entry.told.startsWith(flow.kind) || !flow.concerns(entry, all)) continue;
    const name = flow.nameTold(entry);
    told.set(name, [...(told.get(name) ?? []), entry]);
  }
  for (const [name, entries] of told) judgeDocument(flow, name, entries, taken.get(name) ?? [], verdict);
}

function judgeDocument(
  flow: DocumentFlow,
  name: string,
  told: readonly JournalEntry[],
  taken: readonly Taken[],
  verdict: Verdict,
): void {
  const states = told.map((entry) => entry.state ?? '');
  const find = (fault: Finding['fault'], what: string) =>
    verdict.findings.push({
      fault,
      what: `${flow.to.systems.join(' or ')}: ${flow.kind} ${name} (${states.join(', ')}) ${what}`,
      trace: flow.trace(told[0]!),
      parked: { systems: [flow.from, ...flow.to.systems], mark: name },
    });
  const takenRanks = taken.flatMap(({ state }) => flow.rankTaken(state, states) ?? []);
  const shown = taken.map(({ state, outcome }) => `${state} ${outcome}`).join(', ') || 'nothing';
  if (takenRanks.some((rank, i) => i > 0 && rank < takenRanks[i - 1]!))
    find('reordered', `: it took ${shown}`);
  if (flow.own !== undefined && states.includes(flow.own)) return;
  const last = flow.rankTold(states.at(-1)!, states.slice(0, -1));
  // Further than what is told on: the target's own work brought it there, and a state before may have gone by between two looks.
  if (last === undefined) return;
  // What the target refuses by a rule of its own, such as cancelling what ships already, it was told.
  const wasTold = takenRanks.at(-1) === last || taken.some(({ outcome }) => outcome === 'rejected');
  verdict.told += 1;
  verdict.effects += wasTold ? 1 : 0;
  if (!wasTold) find('lost', `: it took ${shown}`);
}
