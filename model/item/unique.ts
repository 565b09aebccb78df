import { objectsAt, textAt, textsAt } from '../../src/quality/read.ts';
import type { Claim, UniqueRule } from '../../src/quality/uniqueRule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';

export const unique: readonly UniqueRule[] = [
  {
    id: 'IT-01',
    severity: 'E',
    meaning: 'the item number is unique while not obsolete',
    claims: ownNumber,
  },
  { id: 'IT-02', severity: 'E', meaning: 'a GTIN names one unit of one item', claims: ownGtins },
  {
    id: 'IT-14',
    severity: 'W',
    meaning: 'no other active item has the same description',
    claims: ownNames,
  },
];

function ownNumber(record: JsonObject): Claim[] {
  const number = textAt(record, 'number');
  if (number === undefined || record['status'] === 'obsolete') return [];
  return [{ value: number, field: 'number', written: number }];
}

/** GS1 gives no GTIN a second time: those of obsolete items stay taken. Shorter ones are the same with leading zeros. */
function ownGtins(record: JsonObject): Claim[] {
  const ofItem = objectsAt(record, 'identifiers').map(({ scheme, value }, i) =>
    claimed(scheme === 'gtin' ? value : undefined, `identifiers[${i}].value`),
  );
  const ofUnits = objectsAt(record, 'units').map(({ gtin }, i) => claimed(gtin, `units[${i}].gtin`));
  return [...ofItem, ...ofUnits].flat();
}

function claimed(gtin: unknown, field: string): Claim[] {
  if (typeof gtin !== 'string') return [];
  return [{ value: gtin.padStart(14, '0'), field, written: gtin }];
}

/** In the same language, whatever the case and the spaces. */
function ownNames(record: JsonObject): Claim[] {
  if (record['status'] !== 'active') return [];
  return textsAt(record, 'names').map(([language, text]) => ({
    value: `${language} ${text.toLowerCase().split(/\s+/).join(' ')}`,
    field: `names.${language}`,
    written: text,
  }));
}
