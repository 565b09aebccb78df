import type { Queryable } from '../../../database/pool.ts';
import { withCalled } from '../../../observability/trace/called.ts';
import type { EntityModel, Model } from '../../../quality/checker.ts';
import { calledIn } from '../../../vocabulary/called.ts';
import { nearest } from '../../../vocabulary/nearest.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { History, HistoryQuery, RecordAnswer, RecordPath, RecordQuery } from './contract.ts';
import { readAsOf, readHistory } from './history.ts';
import { readThing } from './read.ts';

const tags = ['operations'];

export function recordsRoute(app: Api, { pool, landscape, model, lineage }: OperationsParts): void {
  const find = async (path: { entity: string; key: string }): Promise<RecordAnswer | Problem> => {
    const entity = findEntity(model, path.entity);
    return (await readThing(pool, landscape, entity, path.key, lineage)) ?? unknown(entity, path.key);
  };

  app.get(
    '/records/:entity/:key',
    {
      schema: {
        summary: 'One record, who said what stands in it, and what each system says of it',
        tags,
        params: RecordPath,
        querystring: RecordQuery,
        response: { 200: RecordAnswer },
      },
    },
    async (request) => {
      const now = await find(request.params);
      if ('code' in now) return refuse(now);
      const { asOf } = request.query;
      if (asOf === undefined) return named(pool, now);
      const then = await readAsOf(pool, now, new Date(asOf).toISOString());
      return 'code' in then ? refuse(then) : named(pool, then);
    },
  );

  app.get(
    '/records/:entity/:key/history',
    {
      schema: {
        summary: 'The versions of a record, the newest first, as far as the ledger reaches back',
        tags,
        params: RecordPath,
        querystring: HistoryQuery,
        response: { 200: History },
      },
    },
    async (request) => {
      const now = await find(request.params);
      if ('code' in now) return refuse(now);
      return readHistory(pool, now.entity, now.key, request.query);
    },
  );
}

async function named(db: Queryable, answer: RecordAnswer): Promise<RecordAnswer> {
  const called = calledIn(answer.record);
  if (called !== undefined) return { ...answer, called };
  const [byItem] = await withCalled(db, [answer]);
  return byItem!;
}

function unknown({ entity }: EntityModel, key: string): Problem {
  return problem('not-found', 'api', `There is no ${entity} ${key}.`, { value: key });
}

/** The entity that is named; refuses the request when the model has none. */
export function findEntity({ entities }: Pick<Model, 'entities'>, name: string): EntityModel {
  const found = entities.get(name);
  if (found) return found;
  const meant = nearest(name, entities.keys());
  const advice = meant ? { advice: `Did you mean ${meant}?` } : {};
  return refuse(problem('not-found', 'api', `There is no entity ${name}.`, { value: name, ...advice }));
}
