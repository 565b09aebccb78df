import type { Pool } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import { confirm, noPromise, release } from '../../promising/decide.ts';
import type { Desk } from '../../promising/desk.ts';
import { readPromise, readPromisesFor } from '../../promising/keep.ts';
import { promiseRequest } from '../../promising/requestSchema.ts';
import { keepAudit } from '../audit.ts';
import { refuse } from '../problems.ts';
import type { Api } from '../typeProvider.ts';
import { AskedOnce, PromisePath, PromisesList, PromisesQuery, PromiseView } from './contract.ts';

const tags = ['promising'];

/** Everything under `/process/v1/order-promising`. */
export function promisingRoutes(app: Api, { pool, desk }: { pool: Pool; desk: Desk }): void {
  app.post(
    '/promises',
    {
      config: { roles: ['operator'] },
      schema: {
        summary: 'Promise what is available, and hold it until it is confirmed or expires',
        tags,
        headers: AskedOnce,
        body: promiseRequest,
        response: { 200: PromiseView },
      },
    },
    async (request) => {
      const asked = `${request.actor} ${request.headers['idempotency-key']}`;
      const found = await desk.promise({ request: request.body, asked });
      return 'advice' in found ? refuse(found) : found;
    },
  );

  app.get(
    '/promises',
    {
      schema: {
        summary: 'The promises for an order',
        tags,
        querystring: PromisesQuery,
        response: { 200: PromisesList },
      },
    },
    async (request) => ({ promises: await readPromisesFor(pool, request.query.demand) }),
  );

  app.get(
    '/promises/:id',
    { schema: { summary: 'One promise', tags, params: PromisePath, response: { 200: PromiseView } } },
    async ({ params: { id } }) => (await readPromise(pool, id)) ?? refuse(noPromise(id)),
  );

  for (const [kind, decide, summary] of DECISIONS) {
    app.post(
      `/promises/:id/${kind}`,
      {
        config: { roles: ['operator'] },
        schema: { summary, tags, params: PromisePath, response: { 200: PromiseView } },
      },
      async ({ params: { id }, actor }) => {
        const found = await transaction(pool, async (connection, later) => {
          const decided = await decide(connection, later, id);
          if (!('advice' in decided))
            await keepAudit(connection, { actor, action: `promise.${kind}`, subject: id, details: {} });
          return decided;
        });
        return 'advice' in found ? refuse(found) : found;
      },
    );
  }
}

const DECISIONS = [
  ['confirm', confirm, 'Keep a promise: it no longer expires'],
  ['release', release, 'Give back what a promise holds'],
] as const;
