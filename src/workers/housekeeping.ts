import type { Log } from '../connectors/connector.ts';
import { foldCounts } from '../database/foldCounts.ts';
import type { Pool } from '../database/pool.ts';
import { pause } from '../delivery/pause.ts';
import { forgetReceipts } from '../delivery/receipts.ts';
import { forgetDocuments } from '../documents.ts';
import type { Landscape } from '../landscape/landscape.ts';
import { dropOldPartitions, ensurePartitions } from '../ledger/partitions.ts';
import { thinCourse } from '../observability/course.ts';
import { forgetSystemLog } from '../observability/systemLog.ts';

const EVERY = 60_000;
const LOG_DAYS = 14;

/** Makes room ahead in the ledger, keeps counts short, and lets go what is past its retention time. */
export async function keepHouse(
  pool: Pool,
  landscape: Pick<Landscape, 'retention'>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(EVERY, signal);
    if (signal.aborted) return;
    try {
      const { retention } = landscape;
      await ensurePartitions(pool);
      const documents = await forgetDocuments(pool, retention.documents);
      const partitions = await dropOldPartitions(pool, retention.ledger);
      await forgetReceipts(pool, retention.receipts);
      await forgetSystemLog(pool, LOG_DAYS);
      await thinCourse(pool);
      await foldCounts(pool);
      if (documents > 0 || partitions.length > 0) log.info({ documents, partitions }, 'retention applied');
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'housekeeping failed, will be tried again');
    }
  }
}
