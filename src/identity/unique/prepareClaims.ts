import type { Connection, Pool } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import type { EntityModel, Model } from '../../quality/checker.ts';
import { lockIdentity } from '../lockIdentity.ts';
import { recordPages } from '../records.ts';
import { keepClaimsOf } from './keepClaims.ts';
import { lockUnique } from './lockUnique.ts';

/** Keeps what the records that are there have for themselves, where that is not known yet. `pool`: one whose statements may take long. */
export async function prepareClaims(pool: Pool, { entities }: Pick<Model, 'entities'>): Promise<void> {
  for (const entity of entities.values())
    if (entity.unique.length > 0) await transaction(pool, (connection) => prepareEntity(connection, entity));
}

async function prepareEntity(connection: Connection, entity: EntityModel): Promise<void> {
  const name = entity.entity;
  const rules = entity.unique.map(({ id }) => id).join(' ');
  await lockIdentity(connection, name);
  await lockUnique(connection, name);
  const { rows } = await connection.query('select from unique_rules where entity = $1 and rules = $2', [
    name,
    rules,
  ]);
  if (rows.length > 0) return;
  await connection.query('delete from unique_claim where key in (select key from record where entity = $1)', [
    name,
  ]);
  for await (const page of recordPages(connection, name))
    await keepClaimsOf(
      connection,
      entity,
      page.map(({ key, data }) => ({ key, before: undefined, after: data })),
    );
  await connection.query(
    `insert into unique_rules (entity, rules) values ($1, $2)
     on conflict (entity) do update set rules = excluded.rules`,
    [name, rules],
  );
}
