import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isObject, type Json } from '../vocabulary/json.ts';
import type { Interface, Landscape, System } from './landscape.ts';

/** What a system or an interface runs by, part by part: where two are the same, nothing need be started anew. */
export type Print = Record<string, string>;

export interface Prints {
  systems: Map<string, Print>;
  /** By id. */
  interfaces: Map<string, Print>;
}

/** Reads the mappings and statements that the interfaces name. */
export async function printsOf(landscape: Landscape): Promise<Prints> {
  const prints: Prints = { systems: new Map(), interfaces: new Map() };
  const texts = new Map<string, Promise<string>>();
  const read = (file: string) => {
    const text = texts.get(file) ?? readFile(file, 'utf8').catch(() => '');
    texts.set(file, text);
    return text;
  };
  for (const system of landscape.systems.values()) {
    prints.systems.set(system.code, printOfSystem(system, landscape));
    for (const each of system.interfaces.values())
      prints.interfaces.set(each.id, await printOfInterface(each, system, landscape, read));
  }
  return prints;
}

/** The parts in which two prints differ, in words. */
export function partsChanged(before: Print, after: Print): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (part) => before[part] !== after[part],
  );
}

function printOfSystem(system: System, { sites }: Landscape): Print {
  const { connector, connection, limits, maintenance, keys, author, site } = system;
  return {
    connection: hash([connector, connection]),
    limits: hash(limits),
    maintenance: hash(maintenance),
    keys: hash([keys, author]),
    site: hash([site, sites.get(site)!.timeZone]),
  };
}

async function printOfInterface(
  each: Interface,
  system: System,
  landscape: Landscape,
  read: (file: string) => Promise<string>,
): Promise<Print> {
  const { line: _, map, ...settings } = each;
  const exchange = each.direction === 'source' ? each.read : each.write;
  const statements = await Promise.all(textsIn(exchange).map((text) => read(join(system.folder, text))));
  return {
    settings: hash([settings, relative(landscape.folder, map)]),
    mapping: hash(await read(map)),
    statements: hash(statements),
    codes: hash(codesOf(system, landscape)),
    ...(each.direction === 'source' && {
      rules: hash(rulesOf(each, landscape)),
      quality: hash(landscape.quality.filter(({ entity }) => entity === each.entity)),
      stewardship: hash(landscape.stewardship.governed.filter(({ entity }) => entity === each.entity)),
      matching: hash(landscape.matching.get(each.entity) ?? {}),
      writing: hash(await writingOf(each, system, read)),
    }),
  };
}

/** How the system writes codes, and what counts as canonical. */
function codesOf({ code }: System, { translated }: Landscape): unknown {
  const own = translated.filter(({ system }) => system === code);
  const canonical = new Set(
    translated.flatMap(({ list, values }) => [...values.values()].map((v) => `${list} ${v}`)),
  );
  return [own.map(({ list, values }) => [list, [...values]]), [...canonical].sort()];
}

function rulesOf({ entity }: Interface, { connectivity, segments, sites }: Landscape): unknown {
  const rules = connectivity.filter(({ entities }) => entities.includes(entity));
  return rules.length === 0
    ? []
    : [
        rules,
        [...segments],
        [...sites.values()].map((site) => [site.code, site.segments, site.region, site.company]),
      ];
}

/** What tells a system's own change from the hub's writing. */
async function writingOf(
  { entity }: Interface,
  { interfaces }: System,
  read: (file: string) => Promise<string>,
): Promise<unknown> {
  const targets = [...interfaces.values()].filter(
    (each) => each.direction === 'target' && each.entity === entity,
  );
  return Promise.all(targets.map(async ({ id, map }) => [id, await read(map)]));
}

/** Every text in a setting that may name a file. */
function textsIn(value: Json): string[] {
  if (typeof value === 'string') return /^[^\n]{1,300}\.[a-z]+$/i.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 16);
}
