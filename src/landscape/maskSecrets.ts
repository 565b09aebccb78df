import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import type { Interface, Landscape, System } from './landscape.ts';
import { child } from './yaml.ts';

const mask = '***';

/**
 * The landscape as data to be shown, in the words of its files. What sits at `x-secret`, came from `${…}`, or is a
 * password inside an address reads `***`. Mappings and folders are left out.
 */
export function maskSecrets(landscape: Landscape): JsonObject {
  const { enterprise, language, retention } = landscape;
  const enterpriseFile = {
    enterprise,
    language,
    segments: byCode(landscape.segments),
    companies: byCode(landscape.companies),
    sites: byCode(landscape.sites),
    retention,
    connectivity: landscape.connectivity,
    stewardship: landscape.stewardship,
    signIn: landscape.signIn,
  };
  const systems = [...landscape.systems.values()].map((system) => [system.code, maskSystem(system)]);
  return { ...maskAt(plain(enterpriseFile), landscape.secrets), systems: Object.fromEntries(systems) };
}

/** One system as data to be shown. */
export function maskSystem(system: System): JsonObject {
  const { code, interfaces, folder: _, secrets, ...rest } = system;
  const shown = { system: code, ...rest, interfaces: Object.fromEntries([...interfaces].map(showInterface)) };
  return maskAt(plain(shown), secrets);
}

function showInterface([name, its]: [string, Interface]): [string, object] {
  const { id: _, name: __, system: ___, map: ____, entity, major, direction, ...rest } = its;
  return [name, { [direction]: `${entity}@${major}`, ...rest }];
}

function maskAt(value: JsonObject, secrets: readonly string[]): JsonObject {
  const hidden = new Set(secrets);
  const walk = (each: Json, pointer: string): Json => {
    if (hidden.has(pointer)) return mask;
    if (Array.isArray(each)) return each.map((item, i) => walk(item, child(pointer, i)));
    if (isObject(each)) return mapValues(each, (item, name) => walk(item, child(pointer, name)));
    return typeof each === 'string' ? maskPassword(each) : each;
  };
  return walk(value, '') as JsonObject;
}

/** `mqtt://user:secret@host` keeps its user and host. */
function maskPassword(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/]*@/i, `$1:${mask}@`);
}

function mapValues(object: JsonObject, each: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, each(value, name)]));
}

function byCode(things: ReadonlyMap<string, { code: string }>): object {
  return Object.fromEntries([...things].map(([code, { code: _, ...rest }]) => [code, rest]));
}

function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
