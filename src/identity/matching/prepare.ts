import type { Connection, Pool } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import { lockIdentity } from '../lockIdentity.ts';
import { recordPages } from '../records.ts';
import { keepBlocks } from './blocks.ts';
import type { Matcher } from './matcher.ts';

/**
 * Makes what is there known to matching, where it is not yet: after an upgrade, or when a definition finds things by something else than
 * before. Nothing new is identified meanwhile. `pool`: one whose statements may take long.
 */
export async function prepareMatching(pool: Pool, matchers: ReadonlyMap<string, Matcher>): Promise<void> {
  // What is not matched for a while is not kept up: it is made known anew when it is matched again.
  await pool.query('delete from match_definition where entity <> all($1)', [[...matchers.keys()]]);
  for (const [entity, matcher] of matchers)
    await transaction(pool, async (connection) => {
      await lockIdentity(connection, entity);
      if (await isPrepared(connection, entity, matcher)) return;
      for await (const page of recordPages(connection, entity)) await keepBlocks(connection, matcher, page);
      await connection.query(
        `insert into match_definition (entity, definition) values ($1, $2)
         on conflict (entity) do update set definition = excluded.definition`,
        [entity, JSON.stringify(matcher.definition)],
      );
    });
}

async function isPrepared(connection: Connection, entity: string, { definition }: Matcher): Promise<boolean> {
  const { rows } = await connection.query<{ definition: object }>(
    'select definition from match_definition where entity = $1',
    [entity],
  );
  return rows[0] !== undefined && JSON.stringify(rows[0].definition) === JSON.stringify(definition);
}
