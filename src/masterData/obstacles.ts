import { unscaled } from '../quality/decimal.ts';
import { isObject, type JsonObject, objectsOf } from '../vocabulary/json.ts';
import { exact, type Owed, worthOf } from './owed.ts';
import type { MasterDataQuestion } from './question.ts';

/** Why an order should not be taken on as it is. */
export interface Obstacle {
  kind: 'unknownCustomer' | 'customerStatus' | 'customerHold' | 'creditLimit' | 'unknownItem' | 'itemStatus';
  /** Canonical key of the customer or item. */
  key: string;
  /** Its status, the kind of hold, or the limit. */
  is?: string;
}

/** What the golden record says against it, by records as they stand; empty: nothing. `owed`: what the customer owes already. */
export function obstaclesOf(
  question: MasterDataQuestion,
  customers: ReadonlyMap<string, JsonObject>,
  items: ReadonlyMap<string, JsonObject>,
  owed: Owed = { amount: 0n, leftOut: [] },
): Obstacle[] {
  const keys = [...new Set(question.lines.map(({ item }) => item))];
  return [
    ...ofCustomer(question, customers.get(question.customer), owed),
    ...keys.flatMap((key) => ofItem(key, items.get(key), question)),
  ];
}

function ofCustomer(question: MasterDataQuestion, record: JsonObject | undefined, owed: Owed): Obstacle[] {
  const { customer: key, customerStatuses, customerHolds } = question;
  if (!record) return [{ kind: 'unknownCustomer', key }];
  const status = String(record['status']);
  const holds = objectsOf(record['holds']).map(({ kind }) => String(kind));
  return [
    ...(customerStatuses.includes(status) ? [] : [{ kind: 'customerStatus' as const, key, is: status }]),
    ...holds
      .filter((kind) => customerHolds.includes(kind))
      .map((is) => ({ kind: 'customerHold' as const, key, is })),
    ...overLimit(question, record, owed),
  ];
}

/** With what the customer owes already. What is priced in another currency than the limit's is for a person. */
function overLimit(
  { customer: key, company, lines }: MasterDataQuestion,
  record: JsonObject,
  owed: Owed,
): Obstacle[] {
  const limit = limitAt(record, company);
  if (limit === undefined) return [];
  const is = `${limit.amount} ${limit.currency}`;
  const other = lines.map(({ price }) => price?.currency).find((its) => its && its !== limit.currency);
  if (other !== undefined) return [{ kind: 'creditLimit', key, is: `${is}; priced in ${other}` }];
  const worth = lines.reduce((sum, line) => sum + worthOf(line), 0n);
  if (worth + owed.amount <= exact(limit.amount)) return [];
  return [{ kind: 'creditLimit', key, is: [is, ...inWords(owed, limit.currency)].join('; ') }];
}

function inWords({ amount, leftOut }: Owed, currency: string): string[] {
  return [
    ...(amount === 0n ? [] : [`${unscaled(amount)} ${currency} owed already`]),
    ...(leftOut.length === 0 ? [] : [`what is owed in ${leftOut.join(', ')} is left out`]),
  ];
}

/** The credit limit of a customer at a company. */
export function limitAt(
  { companies }: JsonObject,
  company: string | undefined,
): { amount: string; currency: string } | undefined {
  const its = company !== undefined && isObject(companies) ? companies[company] : undefined;
  const limit = isObject(its) ? its['creditLimit'] : undefined;
  return isObject(limit) && limit['amount'] !== undefined
    ? { amount: String(limit['amount']), currency: String(limit['currency']) }
    : undefined;
}

function ofItem(
  key: string,
  record: JsonObject | undefined,
  { itemStatuses }: MasterDataQuestion,
): Obstacle[] {
  if (!record) return [{ kind: 'unknownItem', key }];
  const is = String(record['status']);
  return itemStatuses.includes(is) ? [] : [{ kind: 'itemStatus', key, is }];
}
