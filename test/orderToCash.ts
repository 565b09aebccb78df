import { until, writeLandscape } from './process.ts';

/** A shop that tells everything through its doors, ERPs that take commands, and the process of the library between them. `more`: files of the landscape besides. */
export function orderToCash(target: string, { settle = '0s', more = {} } = {}): Promise<string> {
  const source = (name: string, entity: string) => `
  ${name}:
    source: ${entity}@1
    read: { push: true, auth: { key: { header: x-key, value: promise } } }
    map: ${name}.in.jsonata`;
  const document = `"company": "us01", "documentDate": "2026-03-01", "currency": "USD", "parties": [{ "role": "soldTo", "party": $xref("customer", "1") }]`;
  return writeLandscape({
    'enterprise.yaml': `
enterprise: promise
companies: { us01: { currency: USD } }
sites:
  detroit: { kind: plant, region: na, company: us01, timezone: America/Detroit }
  toledo: { kind: plant, region: na, company: us01, timezone: America/Detroit }
promising:
  settle: ${settle}
  sites: { detroit: {}, toledo: { cost: 1 } }
`,
    'processes/sales.yaml':
      'process: sales\nuses: order-to-cash\nwith: { origins: [shop], settleWithin: 1s }\n',
    'systems/shop.yaml': `
system: shop
kind: crm
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:${source('customers', 'customer')}${source('items', 'item')}${source('stock', 'inventoryPosition')}${source('orders', 'salesOrder')}${source('shipments', 'shipment')}${source('invoices', 'invoice')}
`,
    'systems/customers.in.jsonata': `{
  "localKey": "1", "sourceChangedAt": at, "status": status, "name": "Acme", "currency": "USD",
  "companies": limit ? { "us01": { "creditLimit": { "amount": limit, "currency": "USD" } } },
  "addresses": [{ "id": "main", "uses": ["legal"], "lines": ["Main Street 1"], "city": "Toledo", "postalCode": "43604", "region": "US-OH", "country": "US" }]
}`,
    'systems/items.in.jsonata': `{
  "localKey": "1", "sourceChangedAt": at, "status": status, "number": "1", "names": { "en": "Pump" }, "itemType": "finishedGood", "baseUnit": "EA",
  "units": [{ "unit": "EA", "numerator": 1, "denominator": 1 }], "tracking": "none", "sites": { "detroit": { "status": "active", "sourcing": "make" } }
}`,
    'systems/stock.in.jsonata': `{
  "item": { "item": $xref("item", "1") }, "site": site, "stockStatus": "unrestricted", "ownership": "own",
  "onHand": { "value": quantity, "unit": "EA" }, "basis": "snapshot", "asOf": at
}`,
    'systems/orders.in.jsonata': `{
  "localKey": number, "number": number, "status": status, "site": "detroit", "requested": "2026-12-24", "orderKind": "standard", ${document},
  "lines": [{ "lineNo": "1", "item": { "item": $xref("item", "1") }, "quantity": { "value": quantity, "unit": "EA" } }]
}`,
    'systems/shipments.in.jsonata': `{
  "localKey": number, "number": number, "status": "departed", "direction": "outbound", "kind": "order", "site": site, "company": "us01",
  "documentDate": "2026-03-01", "refs": [{ "entity": "salesOrder", "key": order, "system": "shop", "number": "1" }],
  "lines": [{ "lineNo": "1", "item": { "item": $xref("item", "1") }, "quantity": { "value": quantity, "unit": "EA" },
    "order": { "entity": "salesOrder", "key": order, "system": "shop", "number": "1", "line": "1" } }]
}`,
    'systems/invoices.in.jsonata': `{
  "localKey": number, "number": number, "status": status, "invoiceNumber": number, "direction": "receivable", "kind": "invoice", "site": "detroit", ${document},
  "refs": [{ "entity": "salesOrder", "key": order, "system": "shop", "number": "1" }],
  "net": { "amount": "10", "currency": "USD" }, "tax": { "amount": "0", "currency": "USD" }, "gross": { "amount": "10", "currency": "USD" },
  "lines": [{ "lineNo": "1", "item": { "item": $xref("item", "1") }, "quantity": { "value": "1", "unit": "EA" }, "net": { "amount": "10", "currency": "USD" } }]
}`,
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: http
connection: { url: "${target}" }
limits: { perSecond: 500, perDay: 1000000 }
interfaces:
  commands:
    target: salesOrder@1
    takes: commands
    write: { method: POST, path: /commands }
    map: commands.out.jsonata
`,
    'systems/commands.out.jsonata':
      '{ "verb": verb, "order": data.order, "site": data.site, "quantity": data.lines[0].quantity }',
    ...more,
  });
}

/** The one customer, with his credit limit where there is one, and the one item that all orders are about. */
export async function tellMasters(hub: string, customerStatus = 'active', limit?: string): Promise<void> {
  const at = new Date().toISOString();
  await tellDoor(hub, 'customers', { status: customerStatus, at, limit });
  await tellDoor(hub, 'items', { status: 'active', at });
}

/** Tells a system's door; again until it is open and takes it. */
export async function tellDoor(hub: string, door: string, body: object, system = 'shop'): Promise<void> {
  await until(() =>
    fetch(`${hub}/in/${system}/${door}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-key': 'promise' },
      body: JSON.stringify(body),
    }).then(
      async (answer) => answer.ok && !(await answer.text()).includes('"parked":1'),
      () => false,
    ),
  );
}
