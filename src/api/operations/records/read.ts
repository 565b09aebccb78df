import type { Queryable } from '../../../database/pool.ts';
import { readRoots } from '../../../identity/merging/roots.ts';
import { readRecord } from '../../../identity/records.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import { readAt } from '../../../ledger/read.ts';
import { factId } from '../../../observability/trace/find.ts';
import type { EntityModel } from '../../../quality/checker.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { OperationsParts } from '../parts.ts';
import type { RecordAnswer } from './contract.ts';
import { readProvenance } from './provenance.ts';

/** The record and what each system says of it; undefined when there is none. `key`: canonical, or `<system>:<local key>`. */
export async function readThing(
  db: Queryable,
  landscape: Landscape,
  { entity, kind }: Pick<EntityModel, 'entity' | 'kind'>,
  key: string,
  lineage: OperationsParts['lineage'],
): Promise<RecordAnswer | undefined> {
  if (kind === 'fact') return readFact(db, entity, factIdOf(landscape, key));
  const asked = (await canonicalKey(db, landscape, entity, key)) ?? key;
  const canonical = (await mergedInto(db, asked)) ?? asked;
  const record = await readRecord(db, entity, canonical);
  if (!record) return undefined;
  const { version, changedAt, data, told } = record;
  const [observations, provenance] = await Promise.all([
    readViews(db, entity, canonical),
    readProvenance(db, data, told, lineage),
  ]);
  return {
    entity,
    key: canonical,
    ...(canonical !== asked && { mergedFrom: asked }),
    version,
    changedAt,
    record: data,
    provenance,
    ...(told?.contested && { contested: told.contested }),
    observations,
  };
}

async function readFact(db: Queryable, entity: string, key: string): Promise<RecordAnswer | undefined> {
  const { rows } = await db.query<{ position: number }>(
    'select position from ledger where subject = $1 and entity = $2 order by position desc limit 1',
    [key, entity],
  );
  const [entry] = await readAt(
    db,
    rows.map((row) => row.position),
  );
  if (!entry) return undefined;
  const { subject, recordedAt, data } = entry;
  return { entity, key: subject, version: 1, changedAt: recordedAt, record: data, observations: [] };
}

/** `mes:17` is the fact 17 of mes. */
function factIdOf(landscape: Landscape, key: string): string {
  const { system, localKey } = readKey(landscape, key);
  return system === undefined ? key : factId(system, localKey);
}

function readKey(landscape: Landscape, key: string): { system?: string; localKey: string } {
  const [, system, localKey] = /^([^:]+):(.+)$/s.exec(key) ?? [];
  if (system === undefined || !landscape.systems.has(system)) return { localKey: key };
  return { system, localKey: localKey! };
}

export async function canonicalKey(
  db: Queryable,
  landscape: Landscape,
  entity: string,
  key: string,
): Promise<string | undefined> {
  const { system, localKey } = readKey(landscape, key);
  if (system === undefined) return undefined;
  const { rows } = await db.query<{ key: string }>(
    'select key from observation where system = $1 and entity = $2 and local_key = $3',
    [system, entity, localKey],
  );
  return rows[0]?.key;
}

/** Where a merged key leads. */
async function mergedInto(db: Queryable, key: string): Promise<string | undefined> {
  return (await readRoots(db, [key])).get(key);
}

interface ViewRow {
  system: string;
  local_key: string;
  version: string | null;
  changed_at: string | null;
  view: JsonObject | null;
}

async function readViews(db: Queryable, entity: string, key: string): Promise<RecordAnswer['observations']> {
  const { rows } = await db.query<ViewRow>(
    `select system, local_key, version, changed_at, view from observation
     where key = $1 and entity = $2 order by system, local_key limit 200`,
    [key, entity],
  );
  return rows.map((row) => ({
    system: row.system,
    localKey: row.local_key,
    ...(row.version !== null && { version: row.version }),
    ...(row.changed_at !== null && { changedAt: row.changed_at }),
    ...(row.view !== null && { view: row.view }),
  }));
}
