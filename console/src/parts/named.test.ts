import { expect, test } from 'vitest';
import { naming } from './named.ts';

test('codes of sites and systems are said by name, but not in ids, keys, files and quotes', () => {
  const named = naming(['gdansk', 'mes-gdansk', 'crm', 'na-erp']);
  expect(named('0 are at gdansk.')).toBe('0 are at Gdansk.');
  expect(named("unit 'crm' of crm has no translation for mes-gdansk")).toBe(
    "unit 'crm' of CRM has no translation for MES Gdansk",
  );
  const ids = 'crm/orders, so~crm~4711, systems/na-erp.yaml, na-erp.unit.yaml, `na-erp`, my-crm, in/crm';
  expect(named(ids)).toBe(ids);
});
