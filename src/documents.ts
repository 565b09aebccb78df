import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { DecodeFailure, type SourceMessage } from './connectors/connector.ts';
import type { Connection, Queryable } from './database/pool.ts';
import { parseJson } from './formats/jsonText.ts';
import type { Instant, Json } from './vocabulary/json.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A message as it was received. */
export interface SourceDocument {
  id: string;
  raw: string;
  origin: string;
  /** As decoded, where `raw` is no JSON: of a line of CSV alone nobody knows the columns. */
  document?: Json;
}

const JSON_TEXT = /^[[{]/;

/** Below this a compression context costs more than it saves. */
const WORTH_PACKING = 16_384;

/** The raw documents of a batch together: JSON, compressed off the main thread when there is much of it. */
export function packDocuments(messages: readonly SourceMessage[]): Promise<Buffer> {
  const documents = messages.map(({ id, raw, origin, document }): SourceDocument => {
    const isKept = !JSON_TEXT.test(raw) && !(document instanceof DecodeFailure);
    return { id, raw, origin, ...(isKept && { document }) };
  });
  const plain = Buffer.from(JSON.stringify(documents));
  if (plain.length < WORTH_PACKING) return Promise.resolve(plain);
  const packed = compress(plain, LEVEL);
  // Awaited only when something of the batch is kept.
  packed.catch(() => {});
  return packed;
}

/** The id the batch will have, and the head of the ledger as it stands; fails when the lease on the source is lost. */
export async function reserveBatch(
  connection: Connection,
  source: number,
  holder: string,
): Promise<{ id: number; head: number }> {
  const { rows } = await connection.query<{ id: number; head: number }>({
    name: 'batch-reserve',
    text: `select nextval('batch_id') as id, position as head, hold_source($1, $2) from ledger_head`,
    values: [source, holder],
  });
  return rows[0]!;
}

export async function keepDocuments(
  connection: Connection,
  id: number,
  source: number,
  receivedAt: Instant,
  messages: number,
  documents: Buffer,
): Promise<void> {
  await connection.query({
    name: 'batch-keep',
    text: 'insert into batch (id, source, received_at, messages, documents) values ($1, $2, $3, $4, $5)',
    values: [id, source, receivedAt, messages, documents],
  });
}

/** The document an entry of the ledger was made from; undefined when its retention time is over. */
export async function readDocument(
  db: Queryable,
  batch: number,
  ordinal: number,
): Promise<(SourceDocument & { interface: string; receivedAt: Instant }) | undefined> {
  const { rows } = await db.query<{ documents: Buffer | null; interface: string; received_at: Instant }>(
    `select b.documents, s.name as interface, b.received_at from batch b join source s on s.id = b.source where b.id = $1`,
    [batch],
  );
  const row = rows[0];
  if (!row?.documents) return undefined;
  const document = (await unpack(row.documents))[ordinal];
  return document && { ...document, interface: row.interface, receivedAt: row.received_at };
}

/** Packed bytes of one look; what is larger is not looked at. */
const LOOKED_AT = 32 * 1024 * 1024;

/** The messages that an interface took in last and that changed something, at most so many, the oldest of them first; those that cannot be read again are left out. */
export async function newestMessages(
  db: Queryable,
  interfaceId: string,
  most: number,
): Promise<SourceMessage[]> {
  const { rows } = await db.query<{ documents: Buffer }>(
    `select documents from batch where id in (
       select id from (
         select id, sum(messages) over w - messages as messages, sum(octet_length(documents)) over w as bytes from (
           select id, messages, documents from batch
           where source = (select id from source where name = $1) and documents is not null order by id desc limit $2) newest
         window w as (order by id desc)) so_far
       where messages < $2 and bytes <= $3)
     order by id`,
    [interfaceId, most, LOOKED_AT],
  );
  const found: SourceMessage[] = [];
  for (const { documents } of rows)
    for (const kept of await unpack(documents)) {
      const message = messageOf(kept);
      if (message) found.push(message);
    }
  return found.slice(-most);
}

/** As the line got it; undefined when it cannot be read again. */
export function messageOf({ id, raw, origin, document }: SourceDocument): SourceMessage | undefined {
  if (document !== undefined) return { id, raw, origin, document };
  const parsed = parseJson(raw);
  return 'document' in parsed ? { id, raw, origin, document: parsed.document } : undefined;
}

const JSON_LIST = '['.charCodeAt(0);

async function unpack(documents: Buffer): Promise<SourceDocument[]> {
  const plain = documents[0] === JSON_LIST ? documents : await decompress(documents);
  return JSON.parse(plain.toString()) as SourceDocument[];
}

/** Forgets raw documents older than `milliseconds`. */
export async function forgetDocuments(db: Queryable, milliseconds: number): Promise<number> {
  const { rowCount } = await db.query(
    `update batch set documents = null
     where documents is not null and received_at < now() - $1 * interval '1 millisecond'`,
    [milliseconds],
  );
  return rowCount ?? 0;
}
