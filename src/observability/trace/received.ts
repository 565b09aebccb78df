import path from 'node:path';
import type { Queryable } from '../../database/pool.ts';
import { readDocument } from '../../documents.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { LedgerEntry } from '../../vocabulary/envelope.ts';
import type { Instant } from '../../vocabulary/json.ts';
import type { ReceivedStep } from './journey.ts';

/** How many source documents are shown; each is unpacked from its batch. */
const DOCUMENTS = 60;

/**
 * The source document of each entry, those of the thing itself first; several entries may come from one document. `rawLimit`: characters
 * of the document shown.
 */
export async function receivedSteps(
  db: Queryable,
  landscape: Landscape,
  key: string,
  entries: readonly LedgerEntry[],
  rawLimit: number,
): Promise<ReceivedStep[]> {
  const batches = await readBatches(db, entries);
  const byDocument = new Map<string, LedgerEntry>();
  const ownFirst = entries.toSorted((a, b) => Number(b.subject === key) - Number(a.subject === key));
  for (const entry of ownFirst) {
    if (entry.batch === undefined || !batches.has(entry.batch)) continue;
    const id = `${entry.batch}/${entry.ordinal ?? 0}`;
    if (!byDocument.has(id)) byDocument.set(id, entry);
  }
  const steps: ReceivedStep[] = [];
  for (const entry of byDocument.values()) {
    const batch = batches.get(entry.batch!)!;
    const document =
      steps.length < DOCUMENTS ? await readDocument(db, entry.batch!, entry.ordinal ?? 0) : undefined;
    const mapping = mappingOf(landscape, batch.name);
    steps.push({
      kind: 'received',
      at: batch.received_at,
      entity: entry.entity,
      key: entry.subject,
      interface: batch.name,
      ...(mapping !== undefined && { mapping }),
      ...(document && {
        origin: document.origin,
        raw: document.raw.slice(0, rawLimit),
        rawLength: document.raw.length,
        ...(document.document !== undefined &&
          document.raw.length <= rawLimit && { document: document.document }),
      }),
    });
  }
  return steps;
}

interface BatchRow {
  id: number;
  name: string;
  received_at: Instant;
}

async function readBatches(db: Queryable, entries: readonly LedgerEntry[]): Promise<Map<number, BatchRow>> {
  const ids = [...new Set(entries.flatMap((entry) => entry.batch ?? []))];
  const { rows } = await db.query<BatchRow>(
    'select b.id, s.name, b.received_at from batch b join source s on s.id = b.source where b.id = any($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The mapping file of an interface, relative to the landscape. */
export function mappingOf(landscape: Landscape, interfaceId: string): string | undefined {
  const [system, name] = interfaceId.split('/');
  const declared = landscape.systems.get(system!)?.interfaces.get(name!);
  return declared && path.relative(landscape.folder, declared.map);
}
