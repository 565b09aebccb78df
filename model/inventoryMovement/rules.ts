import { isDeepStrictEqual } from 'node:util';
import { scaled } from '../../src/quality/decimal.ts';
import { objectAt, objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { factLater, factTimeRules, unsignedRule } from '../rules/fact.ts';

/** The document that a movement answers: one of the entities is among its references. */
const orders: Readonly<Record<string, readonly string[]>> = {
  purchaseReceipt: ['purchaseOrder', 'shipment'],
  supplierReturn: ['purchaseOrder', 'shipment'],
  productionReceipt: ['productionOrder'],
  coProductReceipt: ['productionOrder'],
  productionIssue: ['productionOrder'],
  salesIssue: ['salesOrder', 'shipment'],
};

export const rules: readonly Rule[] = [
  ...factTimeRules,
  unsignedRule('quantity', 'baseQuantity'),
  decimalsRule('baseQuantity'),
  {
    id: 'MV-01',
    severity: 'E',
    meaning: 'a movement has the sides its type says, both at one site',
    check: wrongSides,
  },
  {
    id: 'MV-03',
    severity: 'E',
    meaning: 'as many serial numbers as pieces, when given',
    check: wrongSerials,
  },
  { id: 'MV-04', severity: 'E', meaning: 'a movement for an order names its order', check: noOrder },
  {
    id: 'MV-06',
    severity: 'E',
    meaning: 'what it is moved from differs from what it is moved to',
    check: notMoved,
  },
];

export const later: readonly LaterRule[] = [
  ...factLater,
  { id: 'MV-02', severity: 'E', meaning: 'the unit converts to the base unit', needs: 'the item' },
  {
    id: 'MV-03',
    severity: 'E',
    meaning: 'lot and serial numbers are given where tracked',
    needs: 'the item',
  },
  { id: 'MV-05', severity: 'W', meaning: 'no more is issued than is there', needs: 'the inventory position' },
];

function wrongSides(record: JsonObject, { codeLists }: Known): Breach | undefined {
  const type = textAt(record, 'movementType') ?? '';
  const listed = codeLists.get('movementType')?.values.get(type) as { sides?: string } | undefined;
  const has = sidesOf(record);
  const wanted = listed?.sides;
  const fits = wanted === undefined || (wanted === 'one' ? has === 'from' || has === 'to' : has === wanted);
  if (!fits)
    return {
      field: 'movementType',
      value: type,
      detail: `${type} needs ${inWords(wanted)}, and has ${inWords(has)}`,
    };
  const sites = ['from', 'to']
    .map((side) => textAt(record, `${side}.site`))
    .filter((site) => site !== undefined);
  if (sites.length < 2 || sites[0] === sites[1]) return undefined;
  return {
    field: 'to.site',
    value: sites[1]!,
    detail: `goes from ${sites[0]} to ${sites[1]}: two facts, one per site`,
  };
}

type Sides = 'from' | 'to' | 'both' | 'neither';

function sidesOf(record: JsonObject): Sides {
  const [from, to] = [objectAt(record, 'from') !== undefined, objectAt(record, 'to') !== undefined];
  if (from && to) return 'both';
  return from ? 'from' : to ? 'to' : 'neither';
}

function inWords(sides: string): string {
  if (sides === 'both') return '`from` and `to`';
  if (sides === 'one') return '`from` or `to`';
  return sides === 'neither' ? 'neither side' : `only \`${sides}\``;
}

function wrongSerials(record: JsonObject): Breach | undefined {
  const serials = objectsAt(record, 'serials').length;
  if (serials === 0) return undefined;
  const quantity = objectAt(record, 'baseQuantity') ?? objectAt(record, 'quantity');
  if (quantity?.['unit'] !== 'EA' || scaled(String(quantity['value'])) === scaled(String(serials)))
    return undefined;
  return { field: 'serials', detail: `${serials} serial numbers for ${quantity['value']} EA` };
}

function noOrder(record: JsonObject): Breach | undefined {
  const type = textAt(record, 'movementType') ?? '';
  const wanted = orders[type];
  if (wanted === undefined || record['confirmationId'] !== undefined) return undefined;
  if (objectsAt(record, 'refs').some((ref) => wanted.includes(String(ref['entity'])))) return undefined;
  return { field: 'refs', detail: `${type} without its ${wanted.join(' or ')}` };
}

/** What `to` does not say is as in `from`. */
function notMoved(record: JsonObject): Breach | undefined {
  const [from, to] = [objectAt(record, 'from'), objectAt(record, 'to')];
  if (from === undefined || to === undefined || record['toItem'] !== undefined) return undefined;
  const same = Object.keys(to).every((name) => isDeepStrictEqual(to[name], from[name]));
  return same ? { field: 'to', detail: 'the same as from' } : undefined;
}
