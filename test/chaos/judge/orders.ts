import type { JournalEntry } from '../../../examples/five-sites/systems/plumbing/journal.ts';
import type { Journals } from '../journals.ts';
import { query } from '../query.ts';
import type { Finding, Verdict } from './verdict.ts';

/** Where the process stands that follows an order. */
export interface FollowedOrder {
  /** Canonical key. */
  key: string;
  status: string;
  state: string;
  /** Units that are still reserved for it. */
  reserved: number;
}

export async function readOrders(database: string): Promise<FollowedOrder[]> {
  return query<FollowedOrder>(
    database,
    `select i.about as key, i.status, i.state::text as state, coalesce((
         select sum(r.quantity) from promise p join reservation r on r.promise = p.id
         where p.demand = i.about and r.state in ('held', 'confirmed')), 0)::float8 as reserved
       from process_instance i where i.process = 'order-to-cash'`,
  );
}

const harmless = new Set([undefined, 'duplicate']);
/** What an ERP calls an order that was taken back. */
const cancelled = new Set(['99', 'X']);
const shipped = new Set(['77', 'D']);
/** Nothing can be promised, and nobody makes more; or goods left before the ERP that took the order back knew of it, and a person sees to them: it waits by right. */
const waits = new Set(['{"open":"short"}', '"leftAnyway"']);

/**
 * Each order of the CRM is followed by one process to its end: paid when all its parts have shipped, or cancelled with every part taken back and nothing
 * reserved; the CRM holds it for that. No part is in an ERP twice.
 */
export function judgeOrders(journals: Journals, followed: readonly FollowedOrder[]): Verdict {
  const verdict: Verdict = { told: 0, effects: 0, findings: [] };
  const byKey = new Map(followed.map((order) => [order.key, order]));
  const parts = partsOf(journals);
  const held = heldByCrm(journals);
  for (const number of toldOrders(journals)) {
    const key = `so~crm~${number}`;
    const its = [...parts].filter(([part]) => part === key || part.startsWith(`${key}.`));
    const found = faultsOf(
      byKey.get(key),
      its.map(([, part]) => part),
      held.get(number),
    );
    verdict.told += 1;
    verdict.effects += found.length === 0 ? 1 : 0;
    for (const [fault, what] of found) verdict.findings.push(finding(fault, number, what));
  }
  for (const { key } of followed)
    if (key.includes('.'))
      verdict.findings.push(finding('doubled', key, 'a part of an order is followed as one'));
  return verdict;
}

type Fault = [fault: Finding['fault'], what: string];

function faultsOf(
  order: FollowedOrder | undefined,
  parts: readonly Part[],
  heldFor: string | undefined,
): Fault[] {
  if (!order) return [['lost', 'no process follows it']];
  const { status, state, reserved } = order;
  const twice = parts.filter(({ numbers }) => numbers.size > 1);
  const doubled = twice.map(
    ({ numbers }): Fault => ['doubled', `it was entered twice: ${[...numbers].join(', ')}`],
  );
  if (waits.has(state)) return doubled;
  if (status !== 'ended') return [...doubled, ['lost', `its process stands in ${state}, ${status}`]];
  const held: Fault[] = reserved > 0 ? [['lost', `${reserved} are still reserved for it`]] : [];
  const left = parts.filter(({ state: last }) => !cancelled.has(last));
  const late = left.filter(({ state: last }) => state !== '"paid"' || !shipped.has(last));
  const open = late.map(
    ({ state: last }): Fault => ['lost', `it ended in ${state}, and an ERP has a part of it in ${last}`],
  );
  const known = state === '"paid"' ? 'shipped' : 'cancelled';
  const untold: Fault[] =
    heldFor === known ? [] : [['lost', `it ended in ${state}, and the CRM holds it for ${heldFor ?? 'new'}`]];
  return [...doubled, ...held, ...open, ...untold];
}

interface Part {
  /** Its numbers in the ERPs. */
  numbers: Set<string>;
  /** That an ERP told last. */
  state: string;
}

function partsOf(journals: Journals): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const erp of ['na-erp', 'eu-erp'])
    for (const entry of journals.get(erp)!) {
      if (!('told' in entry) || entry.told !== 'salesOrders' || !entry.key?.startsWith('so~crm~')) continue;
      const numbers = parts.get(entry.key)?.numbers ?? new Set();
      parts.set(entry.key, { numbers: numbers.add(`${erp} ${entry.id}`), state: entry.state ?? '' });
    }
  return parts;
}

/** By number, what the CRM heard last of all parts of an order together. */
function heldByCrm(journals: Journals): Map<string, string> {
  const taken = journals
    .get('crm')!
    .flatMap((entry) => ('took' in entry && entry.took === 'order updates' ? [entry] : []));
  return new Map(taken.map(({ id, state }) => [id, state ?? '']));
}

function toldOrders(journals: Journals): Set<string> {
  const isRight = (entry: JournalEntry) =>
    'told' in entry && entry.told.startsWith('orders of ') && harmless.has(entry.dirt);
  return new Set(
    journals
      .get('crm')!
      .filter(isRight)
      .map(({ id }) => id),
  );
}

function finding(fault: Finding['fault'], number: string, what: string): Finding {
  const systems = ['crm', 'na-erp', 'eu-erp'];
  return {
    fault,
    what: `order-to-cash: ${number}: ${what}`,
    trace: number,
    parked: { systems, mark: number },
  };
}
