import { join, relative } from 'node:path';
import type { TSchema } from 'typebox';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { checkCondition } from './condition.ts';
import { fitPart } from './fitPart.ts';
import { findFile } from './folder.ts';
import type { Interface, SourceInterface, TargetInterface } from './landscape.ts';
import { refuse, unknownWord } from './report.ts';
import { checkRequired } from './required.ts';
import { type SchemaView, view } from './schemaView.ts';
import { checkSite, type Surroundings, type SystemPart } from './systemPart.ts';
import type { SourceSettings, TargetSettings } from './systemSettings.ts';
import { child } from './yaml.ts';

/** Where an interface is read: its system, its place in the file, and the list that its problems go to. */
interface Place {
  name: string;
  pointer: string;
  part: SystemPart;
  around: Surroundings;
  problems: Problem[];
}

/** One interface of a system: its entity, connector settings, mapping and files looked up and fitted. */
export async function compileInterface(
  name: string,
  settings: SourceSettings | TargetSettings,
  part: SystemPart,
  around: Surroundings,
  problems: Problem[],
): Promise<Interface> {
  const place = { name, pointer: child('/interfaces', name), part, around, problems };
  const { system = '' } = part.settings;
  const base = {
    id: `${system}/${name}`,
    name,
    system,
    ...compileEntity(settings, place),
    map: await compileMap(settings.map, place),
    ...compileFormat(settings.format as Json | undefined, place),
    line: part.yaml.keyAt(place.pointer).line,
  };
  if ('source' in settings) return { ...base, ...(await compileSource(settings, place)) };
  return { ...base, ...(await compileTarget(settings, place)) };
}

async function compileSource(settings: SourceSettings, place: Place) {
  const read = await compileExchange('read', settings.read as JsonObject, place);
  const { lists, records, identify, order } = settings;
  return {
    direction: 'source',
    read,
    lists,
    records,
    identify,
    ...(order !== undefined && { order }),
  } satisfies Partial<SourceInterface>;
}

async function compileTarget(settings: TargetSettings, place: Place) {
  const write = await compileExchange('write', settings.write as JsonObject, place);
  const { sites, where, takes, from, priority, send, goLive, requires } = settings;
  const { around, part, pointer, problems } = place;
  problems.push(...sites.flatMap((site, i) => checkSite(around, site, part.yaml, `${pointer}/sites/${i}`)));
  if (send === 'latest') checkLatest(settings, place);
  problems.push(...checkRequired(settings, around, part.yaml, pointer));
  if (where !== undefined) {
    const example = "record.itemType = 'finishedGood'";
    const { model } = around.dependencies;
    problems.push(...checkCondition(where, example, part.yaml, `${pointer}/where`, model));
  }
  return {
    direction: 'target',
    write,
    sites,
    takes,
    from,
    priority,
    send,
    requires,
    ...(where !== undefined && { where }),
    ...(goLive !== undefined && { goLive }),
  } satisfies Partial<TargetInterface>;
}

function compileEntity(
  settings: SourceSettings | TargetSettings,
  place: Place,
): { entity: string; major: number } {
  const { part, pointer, around, problems } = place;
  const at = `${pointer}/${'source' in settings ? 'source' : 'target'}`;
  const text = 'source' in settings ? settings.source : settings.target;
  const [entity, major] = text.split('@') as [string, string];
  const { entities } = around.dependencies.model;
  const known = entities.get(entity);
  if (known === undefined) problems.push(unknownWord('entity', entity, entities.keys(), part.yaml, at));
  else if (known.major !== Number(major)) {
    const detail = `There is no version ${major} of ${entity}`;
    problems.push(
      refuse(part.yaml, { pointer: at, at: 'value', detail, advice: `Write \`${entity}@${known.major}\`.` }),
    );
  }
  return { entity, major: Number(major) };
}

async function compileMap(path: string, place: Place): Promise<string> {
  const { part, pointer, around, problems } = place;
  const folder = join(around.root, part.yaml.file, '..');
  const found = await findFile(around.root, folder, path);
  if ('reason' in found) {
    problems.push(
      refuse(part.yaml, {
        pointer: `${pointer}/map`,
        at: 'value',
        detail: found.reason,
        advice: found.advice,
      }),
    );
    return join(folder, path);
  }
  around.used.add(relative(around.root, found.path));
  problems.push(...(await around.checkMapping(found.path)));
  return found.path;
}

/** `format: csv` is `format: { csv: {} }`: whoever reads it finds one shape, with defaults. */
function compileFormat(
  format: Json | undefined,
  { part, pointer, around, problems }: Place,
): { format?: JsonObject } {
  if (format === undefined) return {};
  const at = `${pointer}/format`;
  const { formatSettings } = around.dependencies;
  const fitted = fitPart(part, formatSettings, format, at, problems);
  if (isObject(fitted)) return { format: fitted };
  return typeof fitted === 'string'
    ? { format: fitPart(part, formatSettings, { [fitted]: {} }, at, []) as JsonObject }
    : {};
}

async function compileExchange(way: 'read' | 'write', given: JsonObject, place: Place): Promise<JsonObject> {
  const { part, pointer, problems } = place;
  const at = `${pointer}/${way}`;
  const schema = part.connector?.[way];
  if (part.connector !== undefined && schema === undefined) {
    const side = way === 'read' ? 'source' : 'target';
    const detail = `The connector ${part.settings.connector} cannot be a ${side}`;
    const advice = `Use another connector for this interface, or make it a ${way === 'read' ? 'target' : 'source'}.`;
    problems.push(refuse(part.yaml, { pointer: `${pointer}/${side}`, at: 'key', detail, advice }));
    return given;
  }
  const fitted = fitPart(part, schema, given, at, problems) as JsonObject;
  await checkFiles(fitted, schema && view(schema as TSchema), at, place);
  return fitted;
}

/** Every file that the settings name must be there: where the schema says `x-file`, and whatever ends in `.sql`. */
async function checkFiles(
  value: Json,
  schema: SchemaView | undefined,
  pointer: string,
  place: Place,
): Promise<void> {
  if (typeof value === 'string' && (schema?.['x-file'] === true || /^[^\n]*\S\.sql$/i.test(value))) {
    await checkFile(value, pointer, place);
  } else if (isObject(value)) {
    for (const [name, each] of Object.entries(value)) {
      await checkFiles(each, schema?.properties?.[name], child(pointer, name), place);
    }
  } else if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) await checkFiles(each, schema?.items, child(pointer, i), place);
  }
}

async function checkFile(path: string, pointer: string, { part, around, problems }: Place): Promise<void> {
  const found = await findFile(around.root, join(around.root, part.yaml.file, '..'), path);
  if ('path' in found) {
    around.used.add(relative(around.root, found.path));
    return;
  }
  problems.push(refuse(part.yaml, { pointer, at: 'value', detail: found.reason, advice: found.advice }));
}

/** What happened has no later state. */
function checkLatest({ target }: TargetSettings, { part, pointer, around, problems }: Place): void {
  const [entity] = target.split('@') as [string];
  if (around.dependencies.model.entities.get(entity)?.kind !== 'fact') return;
  const detail = `${entity} are facts: none takes the place of another`;
  const advice = 'Take `send: latest` away: each fact is sent.';
  problems.push(refuse(part.yaml, { pointer: `${pointer}/send`, at: 'value', detail, advice }));
}
