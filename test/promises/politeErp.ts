import { writeLandscape } from '../process.ts';
import { pushedStops } from './landscapes.ts';

export interface PoliteErp {
  url: string;
  /** `{ perSecond: 20 }`. */
  limits?: string;
}

/** An ERP that is asked for facts by two interfaces, again and again without a rest, and takes the facts that a plant pushes through a door. */
export function politeErp({ url, limits = '{}' }: PoliteErp): Promise<string> {
  const polled = (name: string) => `
  ${name}:
    source: maintenanceEvent@1
    read: { path: /${name}, every: 1ms, key: [id] }
    map: stops.in.jsonata
`;
  return writeLandscape({
    ...pushedStops(),
    'systems/erp.yaml': `
system: erp
kind: erp
site: detroit
connector: http
connection: { url: "${url}" }
limits: ${limits}
interfaces:${polled('breakdowns')}${polled('repairs')}
  stops:
    target: maintenanceEvent@1
    write: { method: POST, path: /stops, batch: 8, concurrency: 1 }
    map: stops.out.jsonata
`,
    'systems/stops.out.jsonata': '{ "id": fact.factId }\n',
  });
}
