import { unscaled } from '../../src/quality/decimal.ts';
import { valueAt } from '../../src/quality/quantities.ts';
import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Breach, LaterRule, Rule } from '../../src/quality/rule.ts';
import type { Json, JsonObject } from '../../src/vocabulary/json.ts';
import { disordered } from '../rules/dates.ts';
import { decimalsRule } from '../rules/decimals.ts';
import { documentLater, statusLater } from '../rules/document.ts';
import { wrongNumber } from '../rules/identifiers.ts';

const packed: ReadonlySet<Json | undefined> = new Set([
  'packed',
  'departed',
  'arrived',
  'delivered',
  'closed',
]);

export const rules: readonly Rule[] = [
  {
    id: 'DC-03',
    severity: 'E',
    meaning: 'planned despatch is not after planned delivery',
    check: (record) => disordered(record, 'planned.ship', 'planned.deliver'),
  },
  decimalsRule('lines.quantity'),
  {
    id: 'SH-01',
    severity: 'E',
    meaning: 'an SSCC has 18 digits and a valid check digit',
    check: (record) =>
      objectsAt(record, 'handlingUnits').flatMap((unit, i) =>
        wrongNumber('sscc', textAt(unit, 'sscc'), `handlingUnits[${i}].sscc`),
      ),
  },
  {
    id: 'SH-02',
    severity: 'E',
    meaning: 'packed units hold what the lines say, per item and lot',
    check: wronglyPacked,
  },
  {
    id: 'SH-05',
    severity: 'E',
    meaning: 'actual despatch is not after actual delivery',
    check: (record) => disordered(record, 'actual.ship', 'actual.deliver'),
  },
];

export const later: readonly LaterRule[] = [
  ...documentLater,
  {
    id: 'SH-01',
    severity: 'E',
    meaning: 'an SSCC is not used again within 12 months',
    needs: 'the other shipments',
  },
  {
    id: 'SH-03',
    severity: 'E',
    meaning: 'lot and serial are given where tracked, from departed on',
    needs: 'the items',
  },
  {
    id: 'SH-04',
    severity: 'W',
    meaning: 'the weight is within 10 % of that of the items',
    needs: 'the items',
  },
  {
    id: 'SH-06',
    severity: 'W',
    meaning: 'an inbound shipment has an open purchase order line',
    needs: 'the order',
  },
  { id: 'SH-07', severity: 'W', meaning: 'dangerous goods have hazard data', needs: 'the items' },
  statusLater,
];

/** Asked from packed on, of shipments that tell contents; a unit counts its own contents, not those of the units in it. */
function wronglyPacked(record: JsonObject): Breach[] {
  const contents = objectsAt(record, 'handlingUnits').flatMap((unit) => objectsAt(unit, 'contents'));
  if (contents.length === 0 || !packed.has(record['status'])) return [];
  const [inUnits, onLines] = [totals(contents), totals(objectsAt(record, 'lines'))];
  const keys = new Set([...inUnits.keys(), ...onLines.keys()]);
  return [...keys].flatMap((key) => {
    const [held, said] = [inUnits.get(key) ?? 0n, onLines.get(key) ?? 0n];
    if (held === said) return [];
    return [
      {
        field: 'handlingUnits',
        value: key,
        detail: `${unscaled(held)} packed, ${unscaled(said)} on the lines`,
      },
    ];
  });
}

function totals(lines: readonly JsonObject[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const line of lines) {
    const key = [
      textAt(line, 'item.item'),
      textAt(line, 'lot.lot') ?? '-',
      textAt(line, 'quantity.unit'),
    ].join(' ');
    sums.set(key, (sums.get(key) ?? 0n) + (valueAt(line, 'quantity') ?? 0n));
  }
  return sums;
}
