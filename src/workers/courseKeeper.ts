import type { Log } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import { pause } from '../delivery/pause.ts';
import type { Landscape } from '../landscape/landscape.ts';
import { noteCourse } from '../observability/course.ts';

const EVERY_MS = 60_000;

/** Keeps how the systems stand, minute by minute. */
export async function keepCourse(
  pool: Pool,
  landscape: Landscape,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await noteCourse(pool, landscape);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ error: (error as Error).message }, 'how systems stand could not be kept');
    }
    await pause(EVERY_MS, signal);
  }
}
