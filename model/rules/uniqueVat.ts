import { objectsAt, textAt } from '../../src/quality/read.ts';
import type { Claim, UniqueRule } from '../../src/quality/uniqueRule.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';

/** PA-08. Suppliers and customers are held against their own kind. */
export const uniqueVat: UniqueRule = {
  id: 'PA-08',
  severity: 'W',
  meaning: 'one VAT number under one active key of a role and country',
  claims: ownVatNumbers,
};

function ownVatNumbers(record: JsonObject): Claim[] {
  if (record['status'] !== 'active') return [];
  const country = countryOf(record) ?? '';
  return objectsAt(record, 'identifiers').flatMap(({ scheme, value }, i) => {
    if (scheme !== 'vat' || typeof value !== 'string') return [];
    const bare = value.toUpperCase().replace(/[^A-Z0-9]/g, '');
    return [{ value: `${country} ${bare}`, field: `identifiers[${i}].value`, written: value }];
  });
}

/** Of the legal address, else of the only one. */
function countryOf(record: JsonObject): string | undefined {
  const all = objectsAt(record, 'addresses');
  const legal = all.find(({ uses }) => Array.isArray(uses) && uses.includes('legal'));
  const [address] = legal ? [legal] : all;
  return address && textAt(address, 'country');
}
