import { valueAt } from '../../src/quality/quantities.ts';
import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { disordered } from '../rules/dates.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { documentLater, statusLater } from '../rules/document.ts';

export const rules: readonly Rule[] = [
  {
    id: 'DC-03',
    severity: 'E',
    meaning: 'despatch is not asked for after receipt',
    check: (record) => disordered(record, 'requestedShip', 'requestedReceipt'),
  },
  decimalsRule('lines.quantity'),
  { id: 'TO-01', severity: 'E', meaning: 'sender and receiver differ', check: toItself },
  {
    id: 'TO-02',
    severity: 'W',
    meaning: 'no more arrives or is scrapped than was shipped',
    check: arrivedTooMuch,
  },
];

export const later: readonly LaterRule[] = [
  ...documentLater,
  {
    id: 'TO-03',
    severity: 'W',
    meaning: 'in transit at most twice the lane time',
    needs: 'the lane and time',
  },
  { id: 'TO-04', severity: 'E', meaning: 'the item is active at both sites', needs: 'the items' },
  statusLater,
];

function toItself(record: JsonObject): Breach | undefined {
  const site = textAt(record, 'toSite');
  if (site === undefined || site !== textAt(record, 'fromSite')) return undefined;
  return { field: 'toSite', value: site, detail: 'sender and receiver are one site' };
}

function arrivedTooMuch(record: JsonObject): Breach[] {
  return objectsAt(record, 'lines').flatMap((line, i) => {
    const shipped = valueAt(line, 'shipped');
    const units = new Set(
      ['shipped', 'received', 'scrapped'].flatMap((name) => textAt(line, `${name}.unit`) ?? []),
    );
    if (shipped === undefined || units.size > 1) return [];
    const arrived = (valueAt(line, 'received') ?? 0n) + (valueAt(line, 'scrapped') ?? 0n);
    return arrived > shipped ? [{ field: `lines[${i}].received`, detail: 'more than was shipped' }] : [];
  });
}
