import { join, resolve } from 'node:path';
import type { TSchema } from 'typebox';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { STEWARD } from '../vocabulary/steward.ts';
import { fitSettings } from './fit.ts';
import { fitPart } from './fitPart.ts';
import { compileInterface } from './interfaces.ts';
import type { Interface, MaintenanceWindow, System, SystemLimits } from './landscape.ts';
import { compileMaintenance } from './maintenance.ts';
import { refuse, unknownWord } from './report.ts';
import { view } from './schemaView.ts';
import { checkSite, type Surroundings, type SystemPart } from './systemPart.ts';
import type { ConnectorSettings, SourceSettings, SystemSettings, TargetSettings } from './systemSettings.ts';
import { systemSettings } from './systemSettings.ts';
import { isTimeZone } from './timeZone.ts';
import { child, type YamlFile } from './yaml.ts';

/** A file of a system. The system is there when its settings fit; what fits of them is checked in any case. */
export async function compileSystem(
  yaml: YamlFile,
  around: Surroundings,
  problems: Problem[],
): Promise<System | undefined> {
  const { value, misfits, secrets } = fitSettings(systemSettings, yaml.value, '', yaml);
  problems.push(...misfits.map((m) => refuse(yaml, m)));
  const settings = value as Partial<SystemSettings>;
  if (settings.site !== undefined) problems.push(...checkSite(around, settings.site, yaml, '/site'));
  if (settings.system === STEWARD) problems.push(refuse(yaml, reserved));
  checkQuotaZone(settings.limits, yaml, problems);
  const connector = findConnector(settings.connector, around, yaml, problems);
  const part: SystemPart = { yaml, secrets: new Set(secrets), settings, ...(connector && { connector }) };
  const connection = compileConnection(part, around, problems);
  const interfaces = await compileInterfaces(part, around, problems);
  const siteZone = around.timeZoneOf(settings.site);
  const maintenance = compileMaintenance(settings.maintenance ?? [], siteZone, yaml, problems);
  return misfits.length > 0
    ? undefined
    : compiled(part, settings as SystemSettings, { connection, interfaces, maintenance }, around);
}

const reserved = {
  pointer: '/system',
  at: 'value',
  detail: `The code \`${STEWARD}\` is the hub's own, for what stewards decide`,
  advice: 'Give the system another code.',
} as const;

function checkQuotaZone(
  limits: Partial<SystemLimits> | undefined,
  yaml: YamlFile,
  problems: Problem[],
): void {
  const zone = limits?.quotaZone;
  if (zone === undefined || isTimeZone(zone)) return;
  const zones = Intl.supportedValuesOf('timeZone');
  problems.push(unknownWord('time zone', zone, zones, yaml, '/limits/quotaZone'));
}

function compileConnection(part: SystemPart, { home }: Surroundings, problems: Problem[]): JsonObject {
  const given = part.settings.connection as JsonObject | undefined;
  if (given === undefined) return {};
  const schema = part.connector?.connection;
  const fitted = fitPart(part, schema, given, '/connection', problems) as JsonObject;
  return schema === undefined ? fitted : withAbsolutePaths(schema, fitted, join(home, part.yaml.file, '..'));
}

/** Where the schema says `x-path`, a path is relative to the file it stands in, wherever the hub was started. */
function withAbsolutePaths(schema: TSchema, connection: JsonObject, folder: string): JsonObject {
  const { properties = {} } = view(schema);
  const entries = Object.entries(connection).map(([name, value]) => {
    const isPath = properties[name]?.['x-path'] === true && typeof value === 'string';
    return [name, isPath ? resolve(folder, value) : value];
  });
  return Object.fromEntries(entries);
}

/** `keys:` names systems that are there, keep keys of their own, and entities that are in the model. */
export function checkKeys(
  system: System,
  known: { systems: ReadonlyMap<string, System>; names: ReadonlySet<string>; entities: ReadonlySet<string> },
  yaml: YamlFile,
): Problem[] {
  const { systems, names, entities } = known;
  return Object.entries(system.keys).flatMap(([entity, other]) => {
    const pointer = child('/keys', entity);
    if (!entities.has(entity)) return [unknownWord('entity', entity, entities, yaml, pointer, 'key')];
    if (!names.has(other)) return [unknownWord('system', other, names, yaml, pointer)];
    const next = systems.get(other)?.keys[entity];
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
  name: string | undefined,
  around: Surroundings,
  yaml: YamlFile,
  problems: Problem[],
): ConnectorSettings | undefined {
  if (name === undefined) return undefined;
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
  const given = (part.settings.interfaces ?? {}) as Record<string, SourceSettings | TargetSettings>;
  for (const [name, settings] of Object.entries(given)) {
    interfaces.set(name, await compileInterface(name, settings, part, around, problems));
  }
  return interfaces;
}

function compiled(
  { yaml, secrets }: SystemPart,
  settings: SystemSettings,
  compiledParts: {
    connection: JsonObject;
    interfaces: Map<string, Interface>;
    maintenance: MaintenanceWindow[];
  },
  { root }: Surroundings,
): System {
  const { title, author, limits } = settings;
  return {
    code: settings.system,
    kind: settings.kind,
    ...(title !== undefined && { title }),
    site: settings.site,
    connector: settings.connector,
    limits,
    keys: settings.keys,
    ...(author !== undefined && { author }),
    ...compiledParts,
    folder: join(root, yaml.file, '..'),
    file: yaml.file,
    secrets: [...secrets].sort(),
  };
}
