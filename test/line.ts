import type { SourceBatch, SourceMessage } from '../src/connectors/connector.ts';
import type { Pool } from '../src/database/pool.ts';
import { createCrossReferences } from '../src/identity/crossReferences.ts';
import { type InboundLine, type Inlet, takeIn } from '../src/inbound.ts';
import { codeTranslations } from '../src/landscape/codes.ts';
import type { SourceInterface, System } from '../src/landscape/landscape.ts';
import { newHolder } from '../src/lease.ts';
import { compileMapping } from '../src/mapping/compile.ts';
import { loadModel } from '../src/quality/loadModel.ts';
import type { Instant, Json, JsonObject } from '../src/vocabulary/json.ts';

const model = await loadModel();
const codes = codeTranslations([], model.codeLists);

/** A line on a test database, without interfaces yet. */
export function testLine(pool: Pool): InboundLine {
  return { pool, references: createCrossReferences(), holder: newHolder() };
}

export interface Spoken {
  system: string;
  name: string;
  entity: string;
  /** JSONata. */
  map: string;
  settings?: Partial<Pick<SourceInterface, 'identify' | 'lists' | 'order'>>;
  of?: Partial<Pick<System, 'author' | 'keys'>>;
}

/** A source interface of a system at detroit, registered and leased to the line. */
export async function openInlet(line: InboundLine, spoken: Spoken): Promise<Inlet> {
  const { system: code, name, entity } = spoken;
  const id = `${code}/${name}`;
  const file = `/${name}.in.jsonata`;
  const mapping = compileMapping(file, spoken.map, model);
  if ('code' in mapping) throw new Error(mapping.detail);
  const { rows } = await line.pool.query<{ id: number }>(
    'insert into source (name, holder) values ($1, $2) returning id',
    [id, line.holder.id],
  );
  const site = {
    code: 'detroit',
    kind: 'plant',
    region: 'na',
    segments: [],
    timeZone: 'America/Detroit',
  } as const;
  const system: System = {
    code,
    kind: 'erp',
    site: 'detroit',
    connector: 'file',
    connection: {},
    limits: { concurrency: 1 },
    keys: {},
    interfaces: new Map(),
    folder: '/',
    file: `systems/${code}.yaml`,
    ...spoken.of,
  };
  const declared: SourceInterface = {
    id,
    name,
    system: code,
    entity,
    major: 1,
    map: file,
    line: 1,
    direction: 'source',
    read: {},
    lists: 'partial',
    identify: [],
    ...spoken.settings,
  };
  return {
    id: rows[0]!.id,
    interface: declared,
    system,
    site: { ...site, segments: [] },
    entity: model.entities.get(entity)!,
    mapping,
    scope: (receivedAt: Instant) => ({
      direction: 'in',
      system: code,
      site: 'detroit',
      timeZone: 'America/Detroit',
      receivedAt,
      code: (list, value) => codes.toCanonical(list, code, value),
      xref: (of, key, from) => line.references.canonical(from, of, key),
      keysOf: (of) => system.keys[of] ?? code,
    }),
  };
}

/** A batch of documents whose message ids are given, or follow from the content. */
export function batchOf(...documents: (JsonObject & { _id?: string })[]): SourceBatch {
  return { messages: documents.map(({ _id, ...document }) => messageOf(document, _id)) };
}

export function messageOf(document: Json, id = JSON.stringify(document)): SourceMessage {
  return { id, raw: JSON.stringify(document), document, origin: 'test' };
}

export function offer(line: InboundLine, inlet: Inlet, ...documents: (JsonObject & { _id?: string })[]) {
  return takeIn(line, inlet, batchOf(...documents));
}
