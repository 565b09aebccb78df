import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isDatabaseLost } from './lost.ts';

/** Runs what may be run again until the database is there for it. */
export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

interface Log {
  info(details: object, words: string): void;
  warn(details: object, words: string): void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/**
 * A hub may start before its database does, or while that is away: it waits, and says at each try for what and why. What waiting does not
 * mend, such as a wrong password, fails at once. Fails too when `signal` aborts, between two tries.
 */
export function createPatience(url: string, log: Log, signal: AbortSignal): Patiently {
  const { host, port, database } = new pg.Client({ connectionString: url });
  const where = `PostgreSQL at ${host}:${port}, database ${database}`;
  return async (work) => {
    for (let tries = 1; ; tries++) {
      try {
        const done = await work();
        if (tries > 1) log.info({ tries }, `${where} is there`);
        return done;
      } catch (error) {
        if (!isDatabaseLost(error as Error)) throw error;
        const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
        log.warn({ error: wordsOf(error as Error), tries, waitMs: wait }, `waits for ${where}`);
        await delay(wait, undefined, { signal });
      }
    }
  };
}

/** A name with several addresses fails with all of them, and without words of its own. */
function wordsOf(error: Error & { code?: string }): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors.map((each: Error) => each.message).join('; ');
}
