import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import { isObject, type JsonObject } from '../vocabulary/json.ts';
import { mintKey } from '../vocabulary/keys.ts';
import type { CrossReferences } from './crossReferences.ts';
import type { Author } from './echo.ts';
import { lockIdentity } from './lockIdentity.ts';
import { type Match, openMatching } from './matching/match.ts';
import type { Matcher } from './matching/matcher.ts';

/** A thing that a system speaks of and whose canonical key is asked for. */
export interface Unidentified {
  localKey: string;
  record: JsonObject;
  /** The canonical key that the source itself stores. */
  statedKey?: string;
  /** The hub's own writing, seen before its receipt told the local key, is never a new thing. */
  author: Author;
}

export interface Identity {
  system: string;
  /** The system whose local keys it uses; itself when it has its own. */
  keysOf: string;
  entity: string;
  /** Prefix of minted keys. */
  mint: string;
  /** Identifier schemes that name one thing across systems, the most trusted first. */
  schemes: readonly string[];
  /** By which what no identifier names is held against what is known. */
  matcher?: Matcher;
}

export interface Identified {
  key: string;
  /** Not known under this local key before. */
  linked: boolean;
  /** What matching found that it is, or may be. */
  match?: Match;
}

const FIND = {
  name: 'identifier-find',
  text: `select i.scheme, i.value, coalesce(m.root, i.key) as key from ${fromColumns(['text', 'text'], 2)} as w (scheme, value)
         join identifier i on i.entity = $1 and i.scheme = w.scheme and i.value = w.value left join merged_key m on m.key = i.key`,
};

const KEEP = {
  name: 'identifier-keep',
  text: `insert into identifier (entity, scheme, value, key)
         select $1, i.scheme, i.value, i.key from ${fromColumns(['text', 'text', 'text'], 2)} as i (scheme, value, key)
         on conflict do nothing`,
};

/** What became of the things asked for. */
export interface Identification {
  /** By local key. */
  found: Map<string, Identified>;
  /** Those that no cross-reference knew. */
  strangers: readonly Unidentified[];
}

/**
 * The canonical key of each: by cross-reference, else by the key the source states, else by an identifier that another system's
 * record carries, else by what matching finds it to be, else a new one. New things of one entity are identified by one transaction at a time, so that two systems that
 * speak of the same thing at once do not make it two. Keeps nothing: see `keepIdentifiers`.
 */
export async function identify(
  connection: Connection,
  references: CrossReferences,
  identity: Identity,
  things: readonly Unidentified[],
): Promise<Identification> {
  const found = new Map<string, Identified>();
  const unknown = takeKnown(references, identity, things, found);
  if (unknown.length === 0) return { found, strangers: [] };

  await lockIdentity(connection, identity.entity);
  const strangers = await recognise(connection, references, identity, unknown, found);
  return { found, strangers };
}

/** The same without a promise that nobody makes it meanwhile: for looking ahead only. */
export async function identifyAhead(
  db: Queryable,
  references: CrossReferences,
  identity: Identity,
  things: readonly Unidentified[],
): Promise<Identification> {
  const found = new Map<string, Identified>();
  const unknown = takeKnown(references, identity, things, found);
  if (unknown.length === 0) return { found, strangers: [] };
  return { found, strangers: await recognise(db, references, identity, unknown, found) };
}

/** Finds, or gives new keys to, what is not in memory; gives those that no cross-reference knew. */
async function recognise(
  db: Queryable,
  references: CrossReferences,
  identity: Identity,
  unknown: readonly Unidentified[],
  found: Map<string, Identified>,
): Promise<Unidentified[]> {
  await references.fetchCanonical(
    db,
    unknown.flatMap((thing) => lookups(identity, thing)),
  );
  const strangers = takeKnown(references, identity, unknown, found);
  if (strangers.length === 0) return strangers;

  const stated = await existing(db, identity.entity, strangers);
  const byIdentifier = await findByIdentifier(db, identity, strangers);
  const matching =
    identity.matcher && (await openMatching(db, identity.matcher, identity, strangers.filter(isUnnamed)));
  for (const thing of strangers) {
    if (found.has(thing.localKey)) continue;
    const known = knownOf(thing);
    if (known === undefined && thing.author === 'hub') continue;
    const match = known === undefined ? matching?.find(thing) : undefined;
    const key = known ?? (match?.verdict === 'link' ? match.key : mintKey(identity.mint));
    for (const id of identifiersOf(thing.record, identity.schemes))
      if (!byIdentifier.has(id)) byIdentifier.set(id, key);
    matching?.settle(thing, key);
    found.set(thing.localKey, { key, linked: true, ...(match && { match }) });
  }
  return strangers;

  function knownOf({ record, statedKey }: Unidentified): string | undefined {
    if (statedKey !== undefined && stated.has(statedKey)) return statedKey;
    return firstOf(identifiersOf(record, identity.schemes).map((id) => byIdentifier.get(id)));
  }
  function isUnnamed(thing: Unidentified): boolean {
    return thing.author !== 'hub' && knownOf(thing) === undefined;
  }
}

function takeKnown(
  references: CrossReferences,
  identity: Identity,
  things: readonly Unidentified[],
  found: Map<string, Identified>,
): Unidentified[] {
  return things.filter((thing) => {
    const own = references.canonical(identity.system, identity.entity, thing.localKey);
    const shared = own ?? references.canonical(identity.keysOf, identity.entity, thing.localKey);
    if (shared !== undefined) found.set(thing.localKey, { key: shared, linked: own === undefined });
    return shared === undefined;
  });
}

function lookups(identity: Identity, { localKey }: Unidentified) {
  const own = { system: identity.system, entity: identity.entity, localKey };
  return identity.keysOf === identity.system ? [own] : [own, { ...own, system: identity.keysOf }];
}

async function existing(
  db: Queryable,
  entity: string,
  things: readonly Unidentified[],
): Promise<Set<string>> {
  const stated = things.flatMap((thing) => thing.statedKey ?? []);
  if (stated.length === 0) return new Set();
  const { rows } = await db.query<{ key: string }>(
    'select key from record where entity = $1 and key = any($2)',
    [entity, stated],
  );
  return new Set(rows.map((row) => row.key));
}

async function findByIdentifier(
  db: Queryable,
  identity: Identity,
  things: readonly Unidentified[],
): Promise<Map<string, string>> {
  const wanted = things.flatMap((thing) => identifiersOf(thing.record, identity.schemes)).map(parseId);
  if (wanted.length === 0) return new Map();
  const values = [
    identity.entity,
    column(wanted.map(([scheme]) => scheme)),
    column(wanted.map(([, value]) => value)),
  ];
  const { rows } = await db.query<{ scheme: string; value: string; key: string }>({
    ...FIND,
    values,
  });
  return new Map(rows.map((row) => [`${row.scheme}\0${row.value}`, row.key]));
}

/** By what strangers were identified, others that carry it are found to be them. */
export async function keepIdentifiers(
  connection: Connection,
  identity: Pick<Identity, 'entity' | 'schemes'>,
  { strangers, found }: Identification,
): Promise<void> {
  const named = strangers.filter((thing) => found.has(thing.localKey));
  const rows = named.flatMap((thing) =>
    identifiersOf(thing.record, identity.schemes).map(
      (id) => [...parseId(id), found.get(thing.localKey)!.key] as const,
    ),
  );
  if (rows.length === 0) return;
  const values = [0, 1, 2].map((i) => column(rows.map((row) => row[i])));
  await connection.query({ ...KEEP, values: [identity.entity, ...values] });
}

/** `scheme\0value` of each identifier in a scheme that identifies, in the order of the schemes. */
function identifiersOf(record: JsonObject, schemes: readonly string[]): string[] {
  const list = record['identifiers'];
  if (schemes.length === 0 || !Array.isArray(list)) return [];
  return schemes.flatMap((scheme) =>
    list.flatMap((id) =>
      isObject(id) && id['scheme'] === scheme && typeof id['value'] === 'string'
        ? `${scheme}\0${id['value']}`
        : [],
    ),
  );
}

function parseId(id: string): [string, string] {
  const end = id.indexOf('\0');
  return [id.slice(0, end), id.slice(end + 1)];
}

function firstOf(keys: readonly (string | undefined)[]): string | undefined {
  return keys.find((key) => key !== undefined);
}
