import type { Queryable } from '../../database/pool.ts';
import { documentPrefixes } from '../../identity/mentions.ts';
import { readRoots } from '../../identity/merging/roots.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { keyPart } from '../../vocabulary/keys.ts';
import type { Match } from './journey.ts';

/** What a person typed, read in every way it may be meant. */
export interface Asked {
  text: string;
  /** The number alone: `4711` of `crm:4711`. */
  local: string;
  /** Those it may be a key of. */
  systems: string[];
  /** Canonical keys and fact ids that it may stand for. */
  subjects: string[];
}

export function readAsked(landscape: Landscape, text: string): Asked {
  const [, prefix, rest] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  const scoped = prefix !== undefined && landscape.systems.has(prefix);
  const systems = scoped ? [prefix] : [...landscape.systems.keys()];
  const local = scoped ? rest! : text;
  const own = systems.map((system) => `${keyPart(system)}~${keyPart(local)}`);
  const documents = Object.values(documentPrefixes).flatMap((prefix) =>
    own.map((part) => `${prefix}~${part}`),
  );
  const facts = systems.map((system) => factId(system, local));
  return { text, local, systems, subjects: [...new Set([text, ...facts, ...documents])] };
}

/** The canonical id of a fact, from its system and its id there; lines are told apart by `~`. */
export function factId(system: string, localKey: string): string {
  return `${keyPart(system)}~${keyPart(localKey).replaceAll('_7e', '~')}`;
}

/** Everything a key names: by canonical key, fact id, number of a document, local key in a system, or identifier. */
export async function findMatches(db: Queryable, landscape: Landscape, asked: Asked): Promise<Match[]> {
  const found = await Promise.all([
    bySubject(db, asked),
    byLocalKey(db, landscape, asked),
    byCanonicalKey(db, asked),
    byIdentifier(db, landscape, asked),
  ]);
  const known = found.flat().length > 0 ? found.flat() : await byMention(db, asked);
  const matches = [...known, ...(await byMerge(db, known))];
  const unique = new Map<string, Match>();
  for (const match of matches) {
    const id = `${match.entity} ${match.key}`;
    if (!unique.has(id)) unique.set(id, match);
  }
  return [...unique.values()];
}

async function bySubject(db: Queryable, { text, subjects }: Asked): Promise<Match[]> {
  const { rows } = await db.query<{ subject: string; entity: string }>(
    `select distinct s.subject, l.entity from unnest($1::text[]) as s (subject)
     cross join lateral (select entity from ledger where subject = s.subject order by position desc limit 20) l`,
    [subjects],
  );
  // A process asks of a thing under the key of that: `promising so~crm~4711` is said of the order, and no thing of its own.
  const isOwn = ({ subject, entity }: { subject: string; entity: string }) => entity === entityOfKey(subject);
  const things = rows.filter(
    (row) => isOwn(row) || !rows.some((each) => each.subject === row.subject && isOwn(each)),
  );
  const inOrder = things.sort((a, b) => subjects.indexOf(a.subject) - subjects.indexOf(b.subject));
  return inOrder.map(({ subject, entity }) => ({
    entity,
    key: subject,
    by: subject === text ? 'canonical key' : 'number',
  }));
}

async function byLocalKey(db: Queryable, landscape: Landscape, { local, systems }: Asked): Promise<Match[]> {
  const pairs = systems.flatMap((code) =>
    [...new Set([...landscape.systems.get(code)!.interfaces.values()].map(({ entity }) => entity))].map(
      (entity) => [code, entity] as const,
    ),
  );
  const { rows } = await db.query<{ system: string; entity: string; key: string }>(
    `select o.system, o.entity, o.key from unnest($1::text[], $2::text[]) as w (system, entity)
     join observation o on o.system = w.system and o.entity = w.entity and o.local_key = $3`,
    [pairs.map(([system]) => system), pairs.map(([, entity]) => entity), local],
  );
  return rows.map(({ system, entity, key }) => ({ entity, key, by: `key in ${system}` }));
}

async function byCanonicalKey(db: Queryable, { text }: Asked): Promise<Match[]> {
  const { rows } = await db.query<{ entity: string }>(
    'select entity from observation where key = $1 limit 1',
    [text],
  );
  return rows.map(({ entity }) => ({ entity, key: text, by: 'canonical key' }));
}

async function byIdentifier(db: Queryable, landscape: Landscape, { text }: Asked): Promise<Match[]> {
  const sources = [...landscape.systems.values()].flatMap((system) =>
    [...system.interfaces.values()].flatMap((each) => (each.direction === 'source' ? each : [])),
  );
  const pairs = sources.flatMap(({ entity, identify }) =>
    identify.map((scheme) => [entity, scheme] as const),
  );
  if (pairs.length === 0) return [];
  const { rows } = await db.query<{ entity: string; scheme: string; key: string }>(
    `select distinct i.entity, i.scheme, i.key from unnest($1::text[], $2::text[]) as w (entity, scheme)
     join identifier i on i.entity = w.entity and i.scheme = w.scheme and i.value = $3`,
    [pairs.map(([entity]) => entity), pairs.map(([, scheme]) => scheme), text],
  );
  return rows.map(({ entity, scheme, key }) => ({ entity, key, by: `identifier ${scheme}` }));
}

/** What a merged key leads to. */
async function byMerge(db: Queryable, known: readonly Match[]): Promise<Match[]> {
  const roots = await readRoots(
    db,
    known.map(({ key }) => key),
  );
  return [...roots].map(([key, root]) => ({
    entity: known.find((match) => match.key === key)!.entity,
    key: root,
    by: `merged from ${key}`,
  }));
}

/** A document that others name, but that the hub has not seen itself. */
async function byMention(db: Queryable, { subjects }: Asked): Promise<Match[]> {
  const { rows } = await db.query<{ key: string }>(
    `select s.key from unnest($1::text[]) as s (key)
     where exists (select from mention m where m.key = s.key)`,
    [subjects],
  );
  return rows.map(({ key }) => ({ entity: entityOfKey(key), key, by: 'named by others' }));
}

function entityOfKey(key: string): string {
  const prefix = key.slice(0, key.indexOf('~'));
  return Object.entries(documentPrefixes).find(([, each]) => each === prefix)?.[0] ?? 'document';
}
