import type { Connection, Pool } from './pool.ts';

const RETRY = new Set(['40001', '40P01']);

/** Runs `work` in one transaction; serialization failures and deadlocks start it anew. */
export async function transaction<T>(pool: Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const connection = await pool.connect();
    let broken: Error | undefined;
    // A connection that breaks between statements must not bring the process down: the next statement reports it.
    const onError = (error: Error) => {
      broken = error;
    };
    connection.on('error', onError);
    try {
      const [begun, worked] = await Promise.allSettled([connection.query('begin'), work(connection)]);
      if (begun.status === 'rejected') throw begun.reason;
      if (worked.status === 'rejected') throw worked.reason;
      await connection.query('commit');
      return worked.value;
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
