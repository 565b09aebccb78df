import { writeLandscape } from '../process.ts';

export interface Peers {
  /** The folder that is watched; a subfolder per format. */
  folder: string;
  /** PostgreSQL with a table `movement`. */
  sql: string;
  mqtt: string;
  target: string;
}

export const fileFormats = ['json', 'ndjson', 'csv', 'xml', 'fixed'] as const;

/** A plant whose systems speak every connector and format of the hub, and a target for all they say. */
export function everyConnector({ folder, sql, mqtt, target }: Peers): Promise<string> {
  const settings: Record<(typeof fileFormats)[number], string> = {
    json: 'json',
    ndjson: 'ndjson',
    csv: 'csv',
    xml: '{ xml: { record: movement } }',
    fixed:
      '{ fixedWidth: { length: 40, fields: [{ name: id, width: 16 }, { name: qty, width: 10 }, { name: unit, width: 4 }, { name: day, width: 10 }] } }',
  };
  const files = fileFormats.map(
    (name) => `
  ${name}:
    source: inventoryMovement@1
    read: { folder: ${name}, every: 100ms, settle: 0ms }
    format: ${settings[name]}
    map: in.jsonata
`,
  );
  return writeLandscape({
    'systems/drops.yaml': `
system: drops
kind: wms
site: detroit
connector: file
connection: { folder: "${folder}" }
interfaces:${files.join('')}`,
    'systems/hook.yaml': `
system: hook
kind: wms
site: detroit
connector: http
connection: { url: "http://127.0.0.1:9" }
interfaces:
  pushed:
    source: inventoryMovement@1
    read: { push: true, bodyLimit: 64KB, auth: { key: { header: x-key, value: promise } }, id: { field: id } }
    map: in.jsonata
`,
    'systems/table.yaml': `
system: table
kind: mes
site: detroit
connector: sql
connection: { url: "${sql}" }
interfaces:
  rows:
    source: inventoryMovement@1
    read: { query: rows.sql, cursor: [n], key: [n], every: 200ms, overlap: 0s }
    map: in.jsonata
`,
    'systems/rows.sql': 'select n, id, qty, unit, day from movement',
    'systems/broker.yaml': `
system: broker
kind: mes
site: detroit
connector: mqtt
connection: { url: "${mqtt}" }
interfaces:
  packets:
    source: inventoryMovement@1
    read: { topics: [movements] }
    format: json
    map: in.jsonata
`,
    'systems/in.jsonata': `{
  "localKey": id,
  "movementType": "otherReceipt",
  "item": { "item": "itm_pump" },
  "quantity": { "value": $decimal(qty), "unit": $code("unit", unit) },
  "to": { "stockStatus": "unrestricted", "ownership": "own" },
  "occurredAt": $date(day, "yyyy-MM-dd") & "T12:00:00.000Z",
  "recordedAt": "2026-01-02T00:00:00.000Z"
}
`,
    'systems/planning.yaml': `
system: planning
kind: planning
site: detroit
connector: http
connection: { url: "${target}" }
interfaces:
  movements:
    target: inventoryMovement@1
    write: { method: POST, path: /movements }
    map: out.jsonata
`,
    'systems/out.jsonata': '{ "id": fact.factId }\n',
  });
}
