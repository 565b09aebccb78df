import { writeLandscape } from '../process.ts';

/** A plant that pushes facts through a door, and a target that takes them over HTTP. */
export function pushToHttp(target: string, queue = 10_000): Promise<string> {
  return writeLandscape({
    ...pushedStops({ queue, ordered: true }),
    'systems/planning.yaml': planning(target),
    'systems/stops.out.jsonata': stopsOut,
  });
}

/** The files of a plant that pushes facts through a door: how many may wait in it, and whether those of a machine stay in order. */
export function pushedStops({ queue = 10_000, ordered = false } = {}): Record<string, string> {
  return {
    'systems/mes.yaml': `
system: mes
kind: mes
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  stops:
    source: maintenanceEvent@1
    read: { push: true, auth: { key: { header: x-key, value: promise } }, id: { field: id }, queue: ${queue}, batch: ${Math.min(queue, 500)} }
    map: stops.in.jsonata
${ordered ? '    order: machine\n' : ''}`,
    'systems/stops.in.jsonata': stopsIn,
  };
}

/** An ERP that drops files of items, and nothing else. */
export function itemFiles(folder: string): Promise<string> {
  return writeLandscape({
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: file
connection: { folder: "${folder}" }
interfaces:
  items:
    source: item@1
    read: { pattern: "*.ndjson", every: 100ms, settle: 0ms, batch: 200 }
    format: ndjson
    map: items.in.jsonata
`,
    'systems/items.in.jsonata': itemsIn,
  });
}

/** A plant that tells the same facts through two doors, and an ERP that drops facts and items; a target takes the facts. */
export function factsAndItems(folder: string, target: string): Promise<string> {
  return writeLandscape({
    'systems/mes.yaml': `
system: mes
kind: mes
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  pushed:
    source: maintenanceEvent@1
    read: { push: true, auth: { key: { header: x-key, value: promise } }, id: { field: id } }
    map: stops.in.jsonata
  again:
    source: maintenanceEvent@1
    read: { push: true, auth: { key: { header: x-key, value: promise } }, id: { field: id } }
    map: stops.in.jsonata
`,
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: file
connection: { folder: "${folder}" }
interfaces:
  stops:
    source: maintenanceEvent@1
    read: { pattern: "*.stops", every: 100ms, settle: 0ms, batch: 200 }
    format: ndjson
    map: stops.in.jsonata
  items:
    source: item@1
    read: { pattern: "*.items", every: 100ms, settle: 0ms, batch: 100 }
    format: ndjson
    map: items.in.jsonata
`,
    'systems/stops.in.jsonata': stopsIn,
    'systems/items.in.jsonata': itemsIn,
    'systems/planning.yaml': planning(target),
    'systems/stops.out.jsonata': stopsOut,
  });
}

/** Items and their movements, each pushed through a door; the movements of a pallet go in order. */
export function movementsByItem(): Promise<string> {
  const door = (interfaceName: string, entity: string, more = '') => `
  ${interfaceName}:
    source: ${entity}@1
    read: { push: true, auth: { key: { header: x-key, value: promise } } }
    map: ${interfaceName}.in.jsonata
${more}`;
  const system = (code: string, kind: string) => `
system: ${code}
kind: ${kind}
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
`;
  return writeLandscape({
    'systems/erp.yaml': `${system('erp', 'erp')}interfaces:${door('items', 'item')}`,
    'systems/items.in.jsonata': itemsIn,
    'systems/wms.yaml': `${system('wms', 'wms')}keys: { item: erp }
interfaces:${door('movements', 'inventoryMovement', '    order: pallet\n')}`,
    'systems/movements.in.jsonata': `{
  "localKey": id, "occurredAt": "2026-01-01T00:00:00Z", "recordedAt": "2026-01-01T00:00:00Z",
  "movementType": "otherReceipt", "item": { "item": $xref("item", no) }, "quantity": { "value": "1", "unit": "EA" },
  "to": { "stockStatus": "unrestricted", "ownership": "own" }
}
`,
  });
}

/** An ERP that pushes items through a door, and a target that takes them over HTTP. */
export function itemsToHttp(target: string): Promise<string> {
  return writeLandscape({
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  items:
    source: item@1
    read: { push: true, auth: { key: { header: x-key, value: promise } } }
    map: items.in.jsonata
`,
    'systems/items.in.jsonata': itemsIn,
    'systems/planning.yaml': `
system: planning
kind: planning
site: detroit
connector: http
connection: { url: "${target}" }
interfaces:
  items:
    target: item@1
    write: { method: POST, path: /items }
    map: items.out.jsonata
`,
    'systems/items.out.jsonata': '{ "no": record.number, "name": record.names.en }\n',
  });
}

/** A plant that publishes facts. */
export function mqttStops(broker: string): Promise<string> {
  return writeLandscape({
    'systems/mes.yaml': `
system: mes
kind: mes
site: detroit
connector: mqtt
connection: { url: "${broker}" }
interfaces:
  stops:
    source: maintenanceEvent@1
    read: { topics: [stops], id: [id] }
    order: machine
    map: stops.in.jsonata
`,
    'systems/stops.in.jsonata': stopsIn,
  });
}

/** A plant that pushes facts, and two target systems that take them over HTTP; the first is given two seconds to answer. */
export function pushToTwo(first: string, second: string): Promise<string> {
  const target = (code: string, url: string, more = '') => `
system: ${code}
kind: planning
site: detroit
connector: http
connection: { url: "${url}"${more} }
interfaces:
  stops:
    target: maintenanceEvent@1
    write: { method: POST, path: /stops }
    map: stops.out.jsonata
`;
  return writeLandscape({
    ...pushedStops({ ordered: true }),
    'systems/planning.yaml': target('planning', first, ', timeout: 2s'),
    'systems/quality.yaml': target('quality', second),
    'systems/stops.out.jsonata': stopsOut,
  });
}

/** A plant that drops files of facts, and a target that takes them into a table: how many a second, and how long a statement may take. */
export function filesToSql(
  folder: string,
  target: string,
  { perSecond = 1_000_000, statementTimeout = '60s' } = {},
): Promise<string> {
  return writeLandscape({
    'systems/mes.yaml': `
system: mes
kind: mes
site: detroit
connector: file
connection: { folder: "${folder}" }
interfaces:
  stops:
    source: maintenanceEvent@1
    read: { pattern: "*.stops", every: 100ms, settle: 0ms }
    format: ndjson
    map: stops.in.jsonata
`,
    'systems/stops.in.jsonata': stopsIn,
    'systems/planning.yaml': `
system: planning
kind: planning
site: detroit
connector: sql
connection: { url: "${target}", statementTimeout: ${statementTimeout} }
limits: { perSecond: ${perSecond} }
interfaces:
  stops:
    target: maintenanceEvent@1
    write: { statement: stop.sql, ledger: lineshaft_delivery }
    map: stops.out.jsonata
`,
    'systems/stop.sql': 'insert into stop (id, machine) values (:id, :machine)\n',
    'systems/stops.out.jsonata': stopsOut,
  });
}

const planning = (target: string) => `
system: planning
kind: planning
site: detroit
connector: http
connection: { url: "${target}" }
interfaces:
  stops:
    target: maintenanceEvent@1
    write: { method: POST, path: /stops }
    format: json
    map: stops.out.jsonata
`;

const itemsIn = `{
  "localKey": no, "sourceVersion": version, "status": "active", "number": no, "names": { "en": name }, "baseUnit": "EA"
}
`;

const stopsIn = `{
  "localKey": id,
  "kind": "breakdown",
  "equipment": "wc~detroit~" & machine,
  "impact": "stop",
  "from": at,
  "occurredAt": at,
  "recordedAt": at
}
`;

const stopsOut = '{ "id": fact.factId, "machine": fact.equipment }\n';

/** An ERP that pushes items in units of its own and suppliers, a CRM that pushes suppliers too; a target takes both over HTTP. */
export function stewarded(target: string): Promise<string> {
  const door = (entity: string, map: string, more = '') =>
    `{ source: ${entity}@1, read: { push: true, auth: { key: { header: x-key, value: promise } } }, map: ${map}${more} }`;
  const system = (code: string, kind: string, url = 'http://127.0.0.1:9') => `
system: ${code}
kind: ${kind}
site: detroit
connector: http
connection: { url: "${url}" }
interfaces:
`;
  return writeLandscape({
    'systems/erp.yaml': `${system('erp', 'erp')}  items: ${door('item', 'units.in.jsonata')}
  suppliers: ${door('supplier', 'suppliers.in.jsonata', ', identify: [duns], lists: complete')}
  customers: ${door('customer', 'customers.in.jsonata')}
`,
    'systems/crm.yaml': `${system('crm', 'crm')}  suppliers: ${door('supplier', 'suppliers.in.jsonata', ', identify: [duns], lists: complete')}
`,
    'systems/units.in.jsonata': `{
  "localKey": no, "sourceVersion": version, "status": "active", "number": no, "names": { "en": name },
  "baseUnit": $code("unit", unit)
}
`,
    'systems/suppliers.in.jsonata': `{
  "localKey": no, "changedBy": by, "status": "active", "number": no, "name": name,
  "identifiers": [{ "scheme": "duns", "value": duns }], "bankAccounts": [iban.{ "iban": $ }]
}
`,
    'systems/planning.yaml': `${system('planning', 'planning', target)}  items: { target: item@1, write: { method: POST, path: /items }, map: units.out.jsonata }
  suppliers: { target: supplier@1, write: { method: POST, path: /suppliers }, map: suppliers.out.jsonata }
`,
    'systems/shop.yaml': `${system('shop', 'crm', target)}  customers: { target: customer@1, goLive: 0.75, write: { method: POST, path: /shop }, map: shop.out.jsonata }
`,
    'systems/shop.out.jsonata': '{ "no": record.number, "kind": $code("promise.kind", record.searchName) }\n',
    'codes/shop.promise.kind.yaml': 'list: promise.kind\nsystem: shop\nvalues: { A: best }\n',
    'systems/customers.in.jsonata':
      '{ "localKey": no, "status": "active", "number": no, "name": no, "searchName": kind }\n',
    'systems/units.out.jsonata': '{ "no": record.number, "unit": record.baseUnit }\n',
    'systems/suppliers.out.jsonata':
      '{ "no": record.number, "name": record.name, "iban": record.bankAccounts.iban }\n',
    'quality/rules.yaml': `rules:
  - { id: PR-01, entity: item, expect: "$length(names.en) > 2", message: a name has three letters }
  - { id: PR-02, entity: item, when: "baseUnit = 'KGM'", expect: "$exists(netWeight)", severity: park, message: what is weighed has a weight }
  - { id: PR-03, entity: item, expect: "names.en != 'test'", severity: refuse, message: nobody sends tests }
`,
    'codes/erp.unit.yaml': `# How the ERP writes units.
list: unit
system: erp
values:
  PCS: EA # pieces
  KG: KGM
`,
  });
}
