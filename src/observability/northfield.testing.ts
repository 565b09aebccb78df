import type { Landscape, SourceInterface, System, TargetInterface } from '../landscape/landscape.ts';

/** Two sites, three systems: orders go from the CRM to the ERP and to planning, items the other way. */
export function northfield(): Landscape {
  const crm = system('crm', 'crm', 'chicago', [
    source('crm', 'orders', 'salesOrder'),
    target('crm', 'milestones', 'shipmentMilestone'),
  ]);
  const erp = system('na-erp', 'erp', 'chicago', [
    source('na-erp', 'items', 'item'),
    source('na-erp', 'production', 'productionOrder'),
    target('na-erp', 'orders', 'salesOrder'),
    target('na-erp', 'confirmations', 'productionConfirmation'),
  ]);
  const mes = system('mes', 'mes', 'detroit', [
    source('mes', 'confirmations', 'productionConfirmation'),
    target('mes', 'production', 'productionOrder', { sites: ['detroit'] }),
  ]);
  return {
    folder: '/landscapes/northfield',
    enterprise: 'Northfield',
    language: 'en',
    segments: new Map(),
    companies: new Map(),
    sites: new Map([
      [
        'chicago',
        { code: 'chicago', kind: 'office', region: 'na', segments: [], timeZone: 'America/Chicago' },
      ],
      [
        'detroit',
        { code: 'detroit', kind: 'plant', region: 'na', segments: [], timeZone: 'America/Detroit' },
      ],
    ]),
    systems: new Map([crm, erp, mes].map((each) => [each.code, each])),
    codes: { toCanonical: () => undefined, toLocal: () => undefined, locals: () => [], learn: () => {} },
    translated: [],
    retention: { documents: 1, ledger: 1, receipts: 1 },
    processes: new Map(),
    connectivity: [],
    matching: new Map(),
    residency: [],
    quality: [],
    stewardship: {
      stewards: [{ owner: 'anna', entities: ['item'] }, { owner: 'data office' }],
      due: {
        match: 1,
        conflict: 1,
        request: 3_600_000,
        approval: 1,
        completion: 1,
        translation: 60_000,
        quality: 1,
        warning: 1,
      },
      governed: [],
    },
    secrets: [],
  };
}

export function system(
  code: string,
  kind: System['kind'],
  site: string,
  interfaces: (SourceInterface | TargetInterface)[],
): System {
  return {
    code,
    kind,
    site,
    connector: 'http',
    connection: {},
    limits: { concurrency: 1 },
    keys: {},
    interfaces: new Map(interfaces.map((each) => [each.name, each])),
    maintenance: [],
    folder: '/landscapes/northfield/systems',
    file: `systems/${code}.yaml`,
    secrets: [],
  };
}

export function source(code: string, name: string, entity: string): SourceInterface {
  const read = {
    direction: 'source',
    read: {},
    lists: 'partial',
    records: 'complete',
    identify: [],
  } as const;
  return { ...read, identify: [], ...declared(code, name, entity, 'in') };
}

export function target(
  code: string,
  name: string,
  entity: string,
  more: Partial<TargetInterface> = {},
): TargetInterface {
  const write = {
    direction: 'target',
    write: {},
    takes: 'changes',
    from: 'beginning',
    priority: 'normal',
    send: 'every',
  } as const;
  return { ...write, sites: [], requires: [], ...declared(code, name, entity, 'out'), ...more };
}

function declared(code: string, name: string, entity: string, way: 'in' | 'out') {
  const map = `/landscapes/northfield/systems/${code}.${name}.${way}.jsonata`;
  return { id: `${code}/${name}`, name, system: code, entity, major: 1, map, line: 1 };
}
