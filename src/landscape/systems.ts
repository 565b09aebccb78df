import { join } from 'node:path';
import { parseDuration } from '../vocabulary/duration.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { fitSettings } from './fit.ts';
import { fitPart } from './fitPart.ts';
import { compileInterface } from './interfaces.ts';
import type { Interface, System } from './landscape.ts';
import { refuse, unknownWord } from './report.ts';
import type { Surroundings, SystemPart } from './systemPart.ts';
import type { ConnectorSettings, SourceSettings, SystemSettings, TargetSettings } from './systemSettings.ts';
import { systemSettings } from './systemSettings.ts';
import { child, type YamlFile } from './yaml.ts';

/** A system as far as it can be read; its problems are added to the list. */
export async function compileSystem(
  yaml: YamlFile,
  around: Surroundings,
  problems: Problem[],
): Promise<System | undefined> {
  const { value, misfits, secrets } = fitSettings(systemSettings, yaml.value, '', yaml);
  problems.push(...misfits.map((m) => refuse(yaml, m)));
  if (misfits.length > 0) return undefined;
  const settings = value as unknown as SystemSettings;
  if (!around.sites.has(settings.site))
    problems.push(unknownWord('site', settings.site, around.sites, yaml, '/site'));
  const connector = findConnector(settings.connector, around, yaml, problems);
  const part: SystemPart = { yaml, secrets: new Set(secrets), settings, ...(connector && { connector }) };
  const connection = fitPart(
    part,
    connector?.connection,
    settings.connection as JsonObject,
    '/connection',
    problems,
  );
  const interfaces = await compileInterfaces(part, around, problems);
  return compiled(part, connection, interfaces, around);
}

/** `keys:` names systems that are there, keep keys of their own, and entities that are in the model. */
export function checkKeys(
  system: System,
  systems: ReadonlyMap<string, System>,
  entities: ReadonlySet<string>,
  yaml: YamlFile,
): Problem[] {
  return Object.entries(system.keys).flatMap(([entity, other]) => {
    const pointer = child('/keys', entity);
    if (!entities.has(entity)) return [unknownWord('entity', entity, entities, yaml, pointer, 'key')];
    const owner = systems.get(other);
    if (owner === undefined) return [unknownWord('system', other, systems.keys(), yaml, pointer)];
    const next = owner.keys[entity];
    if (next === undefined || other === system.code) return [];
    const detail = `${other} has no keys of its own for ${entity}: it uses those of ${next}`;
    return [
      refuse(yaml, {
        pointer,
        at: 'value',
        detail,
        advice: `Name the system that gives the keys, such as \`${next}\`.`,
      }),
    ];
  });
}

function findConnector(
  name: string,
  around: Surroundings,
  yaml: YamlFile,
  problems: Problem[],
): ConnectorSettings | undefined {
  const { connectors } = around.dependencies;
  const connector = connectors.get(name);
  if (connector === undefined)
    problems.push(unknownWord('connector', name, connectors.keys(), yaml, '/connector'));
  return connector?.settings;
}

async function compileInterfaces(
  part: SystemPart,
  around: Surroundings,
  problems: Problem[],
): Promise<Map<string, Interface>> {
  const interfaces = new Map<string, Interface>();
  const given = part.settings.interfaces as Record<string, SourceSettings | TargetSettings>;
  for (const [name, settings] of Object.entries(given)) {
    interfaces.set(name, await compileInterface(name, settings, part, around, problems));
  }
  return interfaces;
}

function compiled(
  { yaml, settings, secrets }: SystemPart,
  connection: JsonObject,
  interfaces: Map<string, Interface>,
  { root }: Surroundings,
): System {
  const { title, author, limits } = settings;
  return {
    code: settings.system,
    kind: settings.kind,
    ...(title !== undefined && { title }),
    site: settings.site,
    connector: settings.connector,
    connection,
    limits,
    maintenance: settings.maintenance.map(({ cron, lasts }) => ({ cron, lasts: parseDuration(lasts)! })),
    keys: settings.keys,
    ...(author !== undefined && { author }),
    interfaces,
    folder: join(root, yaml.file, '..'),
    file: yaml.file,
    secrets: [...secrets].sort(),
  };
}
