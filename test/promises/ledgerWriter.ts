import { openPool } from '../../src/database/pool.ts';
import { transaction } from '../../src/database/transaction.ts';
import { append } from '../../src/ledger/append.ts';

const [, , url, name, batches] = process.argv as [string, string, string, string, string];
const pool = openPool(url, 4);

async function writeBatch(batch: number): Promise<void> {
  await transaction(pool, async (connection) => {
    const entries = [0, 1, 2].map((n) => ({
      id: `${name}-${batch}-${n}`,
      type: 'test.recorded',
      entity: 'test',
      system: name,
      subject: name,
      partitionKey: name,
      time: new Date().toISOString(),
      data: '{}',
    }));
    await append(connection, entries);
    // A commit that lands late must not be jumped over.
    await connection.query('select pg_sleep($1)', [Math.random() / 50]);
  });
}

// Four at once from one process, so that commits overlap within it too.
await Promise.all(
  [0, 1, 2, 3].map(async (lane) => {
    for (let batch = lane; batch < Number(batches); batch += 4) await writeBatch(batch);
  }),
);
await pool.end();
