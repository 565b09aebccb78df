import { writeLandscape } from '../process.ts';
import { pushedStops } from './landscapes.ts';

export interface Shared {
  target: string;
  /** `{ perSecond: 20 }`. */
  limits?: string;
  /** Settings by name of a target interface: `priority: urgent`. */
  interfaces: Record<string, string>;
}

/** A plant that pushes facts through a door, and a target system with several interfaces that all take them; each document says which. */
export function pushToShared({ target, limits = '{}', interfaces }: Shared): Promise<string> {
  const declared = Object.entries(interfaces).map(
    ([name, settings]) => `
  ${name}:
    target: maintenanceEvent@1
    write: { method: POST, path: /${name}, batch: 8, concurrency: 1 }
    map: ${name}.out.jsonata
    ${settings}
`,
  );
  const mappings = Object.keys(interfaces).map((name) => [
    `systems/${name}.out.jsonata`,
    `{ "id": fact.factId, "machine": fact.equipment, "to": "${name}" }\n`,
  ]);
  return writeLandscape({
    ...pushedStops(),
    'systems/planning.yaml': `
system: planning
kind: planning
site: detroit
connector: http
connection: { url: "${target}" }
limits: ${limits}
interfaces:${declared.join('')}`,
    ...Object.fromEntries(mappings),
  });
}
