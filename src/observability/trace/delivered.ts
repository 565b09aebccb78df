import type { Queryable } from '../../database/pool.ts';
import { digestAt } from '../../delivery/digest.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { LedgerEntry } from '../../vocabulary/envelope.ts';
import type { Instant } from '../../vocabulary/json.ts';
import type { DeliveredStep } from './journey.ts';
import { mappingOf } from './received.ts';

interface Row {
  interface: string;
  position: number;
  sent_at: Instant;
  received_at: Instant;
  attempts: number;
  replay: number | null;
  digest: string | null;
  details: { localKey?: string; version?: string; detail?: string } | null;
}

/** What the targets took of these entries. */
export async function deliveredSteps(
  db: Queryable,
  landscape: Landscape,
  entries: ReadonlyMap<number, LedgerEntry>,
): Promise<DeliveredStep[]> {
  const { rows } = await db.query<Row>(
    `select s.name as interface, p.position, r.sent_at, r.received_at, r.attempts, r.replay, r.details -> p.position::text as details,
            ${digestAt('r', 'p.position')} as digest
     from unnest($1::bigint[]) as p (position)
     join receipt r on int8range(r.first, r.last, '[]') @> p.position and p.position = any(r.positions)
     join subscription s on s.id = r.subscription
     order by r.received_at limit 2000`,
    [[...entries.keys()]],
  );
  return rows.map((row) => {
    const { entity, subject } = entries.get(row.position)!;
    const mapping = mappingOf(landscape, row.interface);
    return {
      kind: 'delivered',
      at: row.received_at,
      entity,
      key: subject,
      interface: row.interface,
      position: row.position,
      sentAt: row.sent_at,
      milliseconds: Date.parse(row.received_at) - Date.parse(row.sent_at),
      attempts: row.attempts,
      ...(mapping !== undefined && { mapping }),
      ...(row.digest !== null && { sha256: row.digest }),
      ...(row.replay !== null && { replay: row.replay }),
      ...row.details,
    };
  });
}
