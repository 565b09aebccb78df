import Type from 'typebox';
import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { Decided, DiscardParked, ParkedDetail, ParkedPage, ParkedQuery, ReplayParked } from './contract.ts';
import { discardParked, replayParked } from './decide.ts';
import { listParked, readParked } from './read.ts';

const tags = ['operations'];
const Id = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });

export function parkedRoutes(app: Api, { pool, landscape }: OperationsParts): void {
  app.get(
    '/parked',
    {
      schema: {
        summary: 'Messages that wait',
        tags,
        querystring: ParkedQuery,
        response: { 200: ParkedPage },
      },
    },
    (request) => listParked(pool, request.query),
  );

  app.get(
    '/parked/:id',
    {
      schema: {
        summary: 'One message, with its document',
        tags,
        params: Id,
        response: { 200: ParkedDetail },
      },
    },
    async (request) => {
      const found = await readParked(pool, request.params.id, landscape.enterprise);
      if (found) return found;
      return refuse(problem('not-found', 'api', `No message ${request.params.id} was ever parked.`));
    },
  );

  app.post(
    '/parked/replay',
    {
      schema: {
        summary: 'Hand messages back to the line',
        tags,
        body: ReplayParked,
        response: { 200: Decided },
      },
    },
    async (request) => {
      const decided = await replayParked(pool, request.actor, request.body);
      return 'code' in decided ? refuse(decided) : decided;
    },
  );

  app.post(
    '/parked/discard',
    {
      schema: {
        summary: 'Take messages out of the line',
        tags,
        body: DiscardParked,
        response: { 200: Decided },
      },
    },
    async (request) => {
      const decided = await discardParked(pool, request.actor, request.body);
      return 'code' in decided ? refuse(decided) : decided;
    },
  );
}
