import type { Connection, Pool } from './pool.ts';

const RETRY = new Set(['40001', '40P01']);

/** Sends a statement whose answer nothing waits for; the commit goes right behind it and fails when it fails. */
export type Later = (statement: Promise<unknown>) => void;

/**
 * Runs `work` in one transaction; serialization failures and deadlocks start it anew. Statements handed to `later` and the commit
 * travel together, so a transaction that only writes costs one round trip.
 */
export async function transaction<T>(
  pool: Pool,
  work: (connection: Connection, later: Later) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const connection = await pool.connect();
    let broken: Error | undefined;
    // A connection that breaks between statements must not bring the process down: the next statement reports it.
    const onError = (error: Error) => {
      broken = error;
    };
    connection.on('error', onError);
    try {
      return await runOnce(connection, work);
    } catch (error) {
      await connection.query('rollback').catch((failure: Error) => {
        broken ??= failure;
      });
      if (RETRY.has((error as { code?: string }).code ?? '') && attempt < 10) continue;
      throw error;
    } finally {
      connection.off('error', onError);
      connection.release(broken);
    }
  }
}

async function runOnce<T>(
  connection: Connection,
  work: (connection: Connection, later: Later) => Promise<T>,
): Promise<T> {
  const sent: Promise<unknown>[] = [connection.query('begin')];
  const later: Later = (statement) => {
    // Its failure is told below; until then it must not count as unhandled.
    statement.catch(() => {});
    sent.push(statement);
  };
  sent[0]!.catch(() => {});
  let failure: unknown;
  let result: T | undefined;
  try {
    result = await work(connection, later);
    sent.push(connection.query('commit'));
  } catch (error) {
    failure = error;
  }
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((statement) => statement.status === 'rejected');
  if (failed) throw failed.reason;
  if (failure !== undefined) throw failure;
  return result as T;
}
