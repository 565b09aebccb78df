import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Type from 'typebox';
import { formatSettings } from '../formats/registry.ts';
import { compileAll } from '../mapping/compile.ts';
import { loadModel } from '../quality/loadModel.ts';
import { durationPattern } from '../vocabulary/duration.ts';
import type { LandscapeDependencies } from './dependencies.ts';

/** A landscape without a fault; tests break it in one place. */
export const sound: Record<string, string> = {
  'enterprise.yaml': `enterprise: Northfield
language: en
regions: { na: {}, eu: { title: Europe } }
segments: { pumps: {}, valves: {} }
companies: { us01: { currency: USD } }
sites:
  detroit: { kind: plant, region: na, company: us01, segments: [pumps], timezone: America/Detroit }
  columbus:
    kind: warehouse
    region: na
    timezone: America/New_York
connectivity:
  - { domain: master, segment: pumps, model: centralized, authority: na-erp, maxStaleness: 15m }
  - { entities: [item], sites: [columbus], model: federated }
  - { entities: [item, inventoryMovement], sites: [detroit], model: event-driven }
  - { domain: master, model: federated }
  - { domain: inventory, model: event-driven }
stewardship:
  stewards:
    - { owner: anna, domain: master, sites: [detroit] }
  governed:
    - { entities: [item], attributes: [names] }
`,
  'systems/na-erp.yaml': `system: na-erp
kind: erp
site: detroit
connector: sql
connection: { url: \${NA_ERP_URL} }
interfaces:
  items:
    source: item@1
    read:
      query: items.sql
      every: 5s
    map: items.in.jsonata
  item-proposals:
    target: item@1
    write: { table: PROPOSALS }
    map: items.out.jsonata
    sites: [detroit]
    where: record.itemType = 'finishedGood'
author: LINESHAFT
`,
  'systems/wms.yaml': `system: wms
kind: wms
site: columbus
connector: feed
keys: { item: na-erp }
interfaces:
  moves: { source: inventoryMovement@1, map: items.in.jsonata }
`,
  'quality/rules.yaml': `rules:
  - id: NF-01
    entity: item
    when: itemType = 'finishedGood'
    expect: $exists(netWeight)
    severity: park
    message: a finished good has a weight
  - { id: NF-02, entity: inventoryMovement, expect: "quantity.value != '0'", message: something moved }
`,
  'systems/items.sql': 'select 1',
  'systems/items.in.jsonata': '{ "localKey": ITNO, "changedBy": CHUS, "number": ITNO }',
  'systems/items.out.jsonata': '{ "ITNO": localKey }',
  'codes/na-erp.unit.yaml': `list: unit
system: na-erp
values:
  STK: EA
  ST: EA
  KG: KGM
`,
};

const closed = { additionalProperties: false };

const connectors: LandscapeDependencies['connectors'] = new Map([
  [
    'sql',
    {
      settings: {
        connection: Type.Object(
          { url: Type.String({ 'x-secret': true }), port: Type.Optional(Type.Integer()) },
          closed,
        ),
        read: Type.Object(
          {
            query: Type.String({ 'x-file': true }),
            every: Type.String({ pattern: durationPattern, default: '5s' }),
          },
          closed,
        ),
        write: Type.Union([
          Type.Object({ statement: Type.String({ 'x-file': true }) }, closed),
          Type.Object({ table: Type.String() }, closed),
        ]),
      },
    },
  ],
  [
    'feed',
    {
      settings: {
        connection: Type.Object({ folder: Type.Optional(Type.String({ 'x-path': true })) }, closed),
        read: Type.Object({}, closed),
      },
    },
  ],
]);

const model = await loadModel();

export const dependencies: LandscapeDependencies = {
  environment: { NA_ERP_URL: 'postgres://erp:secret@host/erp' },
  connectors,
  formatSettings,
  model,
  readMapping: async (file) => {
    const compiled = compileAll(file, await readFile(file, 'utf8'), model);
    return Array.isArray(compiled) ? { problems: compiled } : { mapping: compiled, problems: [] };
  },
};

/** Writes the files into a new folder, hands its path over, and takes it away. */
export async function inFolder<T>(
  files: Record<string, string | Buffer>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lineshaft-landscape-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
