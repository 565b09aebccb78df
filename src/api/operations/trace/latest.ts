import type { Pool } from '../../../database/pool.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { LatestAnswer, type LatestDocument } from './latestContract.ts';

/** Of each entity so many entries are looked at, and so many documents told: one that is told again and again stands once. */
const LOOKED_AT = 50;
const TOLD = 5;

/** Documents have numbers that people know; of facts nobody asks by their id, and master data is found by words. */
export function latestRoute(app: Api, { pool, model }: OperationsParts): void {
  const schema = {
    summary: 'The documents that systems told of last',
    tags: ['operations'],
    response: { 200: LatestAnswer },
  };
  const documents = [...model.entities.values()].filter(({ kind }) => kind === 'document');
  const entities = documents.map(({ entity }) => entity);
  app.get('/latest', { schema }, async (): Promise<LatestAnswer> => {
    const told = Map.groupBy(await readLatest(pool, entities), ({ entity }) => entity);
    return {
      entities: [...told].map(([entity, its]) => {
        const newest = [...Map.groupBy(its, ({ key }) => key).values()].map(([each]) => each!);
        return { entity, documents: newest.slice(0, TOLD) };
      }),
    };
  });
}

/** The newest first. */
async function readLatest(
  pool: Pool,
  entities: readonly string[],
): Promise<(LatestDocument & { entity: string })[]> {
  const { rows } = await pool.query<LatestDocument & { entity: string }>({
    name: 'latest',
    text: `select e.entity, l.position, l.subject as key, l.system, l.recorded_at as at
           from unnest($1::text[]) e (entity) cross join lateral (
             select position, subject, system, recorded_at from ledger
             where entity = e.entity and starts_with(type, e.entity || '.') order by position desc limit $2) l
           order by l.position desc`,
    values: [entities, LOOKED_AT],
  });
  return rows;
}
