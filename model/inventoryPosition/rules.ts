import { compareQuantities, shownQuantity } from '../../src/quality/quantities.ts';
import { objectAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { decimalsRule } from '../rules/decimals.ts';

export const rules: readonly Rule[] = [
  decimalsRule('onHand'),
  { id: 'IP-02', severity: 'W', meaning: 'stock is not below zero', check: negativeStock },
  { id: 'IP-04', severity: 'W', meaning: 'no more is reserved than is there', check: reservedTooMuch },
  { id: 'IP-05', severity: 'W', meaning: 'an expired lot is not unrestricted', check: expired },
];

export const later: readonly LaterRule[] = [
  { id: 'IP-01', severity: 'E', meaning: 'quantities are in the base unit', needs: 'the item' },
  {
    id: 'IP-02',
    severity: 'E',
    meaning: 'stock is not below zero where the site forbids it',
    needs: 'the item',
  },
  {
    id: 'IP-03',
    severity: 'E',
    meaning: 'a lot is given exactly if the item is tracked by lot',
    needs: 'the item',
  },
  { id: 'IP-06', severity: 'E', meaning: 'one authority per site and location', needs: 'the landscape' },
];

function negativeStock(record: JsonObject): Breach | undefined {
  const value = textAt(record, 'onHand.value');
  if (!value?.startsWith('-')) return undefined;
  return { field: 'onHand.value', value, detail: 'below zero' };
}

function reservedTooMuch(record: JsonObject, { units }: Known): Breach | undefined {
  if (compareQuantities(objectAt(record, 'reserved'), objectAt(record, 'onHand'), units) !== 1)
    return undefined;
  const detail = `${shownQuantity(record, 'reserved')} reserved of ${shownQuantity(record, 'onHand')}`;
  return { field: 'reserved', detail };
}

function expired(record: JsonObject): Breach | undefined {
  const [expiresOn, asOf] = [textAt(record, 'lot.expiresOn'), textAt(record, 'asOf')];
  if (expiresOn === undefined || asOf === undefined || record['stockStatus'] !== 'unrestricted')
    return undefined;
  if (expiresOn >= asOf.slice(0, 10)) return undefined;
  return { field: 'lot.expiresOn', value: expiresOn, detail: 'expired, but unrestricted' };
}
