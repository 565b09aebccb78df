import { expect, test } from 'vitest';
import { naming } from './named.ts';

test('entities and attributes are said as words, but not what is quoted, a file or a plain word', () => {
  const named = naming([]);
  expect(named("salesOrder.status 'inProcess' of na-erp has no translation")).toBe(
    "sales order status 'inProcess' of na-erp has no translation",
  );
  expect(named('identifiers[0].value: 77 is no gtin (for occurredAt)')).toBe(
    'identifiers 1 value: 77 is no gtin (for occurred at)',
  );
  expect(named('bom 12 waits for sites.gdansk.leadTimes.make')).toBe(
    'bill of material 12 waits for sites Gdansk lead times make',
  );
  const written =
    'orders.out.jsonata and enterprise.yaml:60 of salesOrder/4711, `productionOrder`, so~crm~4711';
  expect(named(written)).toBe(written);
});

test('codes of sites and systems are said by name, alone and in interfaces, but not in keys, files, paths and quotes', () => {
  const named = naming(['gdansk', 'mes-gdansk', 'crm', 'na-erp']);
  expect(named('0 are at gdansk.')).toBe('0 are at Gdansk.');
  expect(named("unit 'crm' of crm has no translation for mes-gdansk")).toBe(
    "unit 'crm' of CRM has no translation for MES Gdansk",
  );
  expect(named('na-erp/items: rule IT-02, and crm/order-status')).toBe(
    'NA ERP items: rule IT-02, and CRM order-status',
  );
  const ids =
    'crm/orders.in.jsonata, so~crm~4711, crm:4711, systems/na-erp.yaml, na-erp.unit.yaml, `na-erp`, my-crm, in/crm';
  expect(named(ids)).toBe(ids);
});
