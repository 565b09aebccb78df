import { normalDecimal, scaled } from '../quality/decimal.ts';
import { isObject, type JsonObject, objectsOf } from '../vocabulary/json.ts';
import type { MasterDataQuestion } from './question.ts';

/** Why an order should not be taken on as it is. */
export interface Obstacle {
  kind: 'unknownCustomer' | 'customerStatus' | 'customerHold' | 'creditLimit' | 'unknownItem' | 'itemStatus';
  /** Canonical key of the customer or item. */
  key: string;
  /** Its status, the kind of hold, or the limit. */
  is?: string;
}

/** What the golden record says against it, by records as they stand; empty: nothing. */
export function obstaclesOf(
  question: MasterDataQuestion,
  customers: ReadonlyMap<string, JsonObject>,
  items: ReadonlyMap<string, JsonObject>,
): Obstacle[] {
  const keys = [...new Set(question.lines.map(({ item }) => item))];
  return [
    ...ofCustomer(question, customers.get(question.customer)),
    ...keys.flatMap((key) => ofItem(key, items.get(key), question)),
  ];
}

function ofCustomer(question: MasterDataQuestion, record: JsonObject | undefined): Obstacle[] {
  const { customer: key, customerStatuses, customerHolds } = question;
  if (!record) return [{ kind: 'unknownCustomer', key }];
  const status = String(record['status']);
  const holds = objectsOf(record['holds']).map(({ kind }) => String(kind));
  return [
    ...(customerStatuses.includes(status) ? [] : [{ kind: 'customerStatus' as const, key, is: status }]),
    ...holds
      .filter((kind) => customerHolds.includes(kind))
      .map((is) => ({ kind: 'customerHold' as const, key, is })),
    ...overLimit(question, record),
  ];
}

/** Of this order alone: what else the customer owes, an ERP knows. What is priced in another currency than the limit's is for a person. */
function overLimit({ customer: key, company, lines }: MasterDataQuestion, record: JsonObject): Obstacle[] {
  const limit = limitAt(record, company);
  if (limit === undefined) return [];
  const is = `${limit.amount} ${limit.currency}`;
  const other = lines.map(({ price }) => price?.currency).find((its) => its && its !== limit.currency);
  if (other !== undefined) return [{ kind: 'creditLimit', key, is: `${is}; priced in ${other}` }];
  const worth = lines.reduce((sum, line) => sum + worthOf(line), 0n);
  return worth > exact(limit.amount) ? [{ kind: 'creditLimit', key, is }] : [];
}

function limitAt(
  { companies }: JsonObject,
  company: string | undefined,
): { amount: string; currency: string } | undefined {
  const its = company !== undefined && isObject(companies) ? companies[company] : undefined;
  const limit = isObject(its) ? its['creditLimit'] : undefined;
  return isObject(limit) && limit['amount'] !== undefined
    ? { amount: String(limit['amount']), currency: String(limit['currency']) }
    : undefined;
}

/** In 10⁻⁹. A price for another unit than is ordered says nothing here. */
function worthOf({ quantity, price }: MasterDataQuestion['lines'][number]): bigint {
  if (!price) return 0n;
  const { value = '1', unit = quantity.unit } = price.per ?? {};
  const per = exact(value);
  return unit === quantity.unit && per !== 0n ? (exact(price.amount) * exact(quantity.value)) / per : 0n;
}

function exact(decimal: string): bigint {
  return scaled(normalDecimal(decimal) ?? '0');
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
