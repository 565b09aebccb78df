import { writeLandscape } from '../process.ts';
import { erpFiles, erpItems, erpItemsOut } from './erpDatabase.ts';

/**
 * Each of the four models with its systems: pumps are centralized on `na`, other items federated between `na` and `eu` while `mx` is no member; stock is told by a
 * warehouse and a plant; the interface for stops is to be replaced. `na`, `eu`, `mx`: databases of ERPs; `drops`: a folder for files.
 */
export function fourModels({
  na,
  eu,
  mx,
  drops,
}: Record<'na' | 'eu' | 'mx' | 'drops', string>): Promise<string> {
  return writeLandscape({
    'enterprise.yaml': `enterprise: Northfield
language: en
segments:
  pumps: { where: "$contains(names.en, 'Pump')" }
  valves: { where: "$contains($lowercase(names.en), 'val')" }
sites:
  detroit: { kind: plant, region: na, timezone: America/Detroit }
connectivity:
  - { entities: [item], model: federated, members: [na, eu] }
  - { entities: [item], segment: pumps, model: centralized, authority: na }
  - { entities: [inventoryPosition], model: event-driven }
  - { entities: [maintenanceEvent], model: hybrid, legacy: mes/old, modern: mes/new, stage: legacy }
`,
    'systems/na.yaml': `${erpItems('na', na)}${erpItemsOut}  proposals:
    target: item@1
    takes: proposals
    write: { statement: proposal.sql, ledger: lineshaft_delivery }
    map: items.out.jsonata
`,
    'systems/eu.yaml': erpItems('eu', eu) + erpItemsOut,
    'systems/mx.yaml': erpItems('mx', mx),
    'systems/wms.yaml': files('wms', 'wms', drops, { stock: ['inventoryPosition', '*.wms'] }),
    'systems/plant.yaml': files('plant', 'mes', drops, { stock: ['inventoryPosition', '*.plant'] }),
    'systems/mes.yaml': files('mes', 'mes', drops, {
      ...{ old: ['maintenanceEvent', '*.old'], new: ['maintenanceEvent', '*.new'] },
    }),
    ...erpFiles,
    'systems/proposal.sql': 'insert into proposal (gtin, revision) values (:gtin, :revision)\n',
    'systems/inventoryPosition.in.jsonata': `{
  "item": { "item": "itm_1" }, "site": "detroit", "location": bin, "stockStatus": "unrestricted", "ownership": "own",
  "onHand": { "value": $decimal(count), "unit": "EA" }, "asOf": at, "basis": "snapshot", "sourceChangedAt": at
}
`,
    'systems/maintenanceEvent.in.jsonata': `{
  "localKey": id, "kind": "breakdown", "equipment": "wc~detroit~M1", "impact": "stop", "from": at, "occurredAt": at, "recordedAt": at
}
`,
  });
}

function files(
  code: string,
  kind: string,
  folder: string,
  interfaces: Record<string, readonly string[]>,
): string {
  const each = Object.entries(interfaces).map(
    ([name, [entity, pattern]]) => `  ${name}:
    source: ${entity}@1
    read: { pattern: "${pattern}", every: 100ms, settle: 0ms, batch: 200 }
    format: ndjson
    order: ${entity === 'maintenanceEvent' ? 'id' : 'bin'}
    map: ${entity}.in.jsonata
`,
  );
  return `
system: ${code}
kind: ${kind}
site: detroit
connector: file
connection: { folder: "${folder}" }
interfaces:
${each.join('')}`;
}
