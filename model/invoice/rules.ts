import { scaled, unscaled } from '../../src/quality/decimal.ts';
import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, Known, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { documentLater, statusLater } from '../rules/document.ts';
import { differs, roundingOf } from '../rules/total.ts';

export const rules: readonly Rule[] = [
  decimalsRule('lines.quantity'),
  {
    id: 'IN-02',
    severity: 'E',
    meaning: 'net and tax make gross, and the lines make net, but for rounding',
    check: wrongSums,
  },
  { id: 'IN-04', severity: 'E', meaning: 'a credit note names what it corrects', check: correctsNothing },
];

export const later: readonly LaterRule[] = [
  ...documentLater,
  {
    id: 'IN-01',
    severity: 'E',
    meaning: 'the number is unique per issuer and fiscal year',
    needs: 'the other invoices',
  },
  {
    id: 'IN-03',
    severity: 'W',
    meaning: 'a tax rate is valid for country and day of supply',
    needs: 'the tax rates',
  },
  {
    id: 'IN-05',
    severity: 'W',
    meaning: 'no other payable of the supplier with the same gross within 5 days',
    needs: 'the other invoices',
  },
  { id: 'IN-06', severity: 'E', meaning: 'the posting period is open', needs: 'the period close' },
  statusLater,
];

function wrongSums(record: JsonObject, known: Known): Breach[] {
  const [net, gross] = [textAt(record, 'net.amount'), textAt(record, 'gross.amount')];
  if (net === undefined || gross === undefined || mixed(record)) return [];
  const lines = objectsAt(record, 'lines');
  const rounding = roundingOf(textAt(record, 'gross.currency') ?? '', lines.length, known);
  const sum = scaled(net) + scaled(textAt(record, 'tax.amount') ?? '0');
  const ofLines = lines.reduce((total, line) => total + scaled(textAt(line, 'net.amount') ?? '0'), 0n);
  return [
    ...(differs(sum, scaled(gross), rounding)
      ? [{ field: 'gross.amount', value: gross, detail: `net and tax make ${unscaled(sum)}` }]
      : []),
    ...(lines.length > 0 && differs(ofLines, scaled(net), rounding)
      ? [{ field: 'net.amount', value: net, detail: `the lines make ${unscaled(ofLines)}` }]
      : []),
  ];
}

/** Sums in more than one currency are not compared. */
function mixed(record: JsonObject): boolean {
  const all = ['net', 'tax', 'gross'].map((name) => textAt(record, `${name}.currency`));
  const ofLines = objectsAt(record, 'lines').map((line) => textAt(line, 'net.currency'));
  return new Set([...all, ...ofLines].filter((currency) => currency !== undefined)).size > 1;
}

function correctsNothing(record: JsonObject): Breach | undefined {
  if (record['kind'] !== 'creditNote' || record['reverses'] !== undefined) return undefined;
  if (objectsAt(record, 'refs').length > 0) return undefined;
  return { field: 'refs', detail: 'a credit note without what it corrects' };
}
