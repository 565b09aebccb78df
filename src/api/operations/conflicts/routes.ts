import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import {
  Conflict,
  ConflictPath,
  ConflictsPage,
  ConflictsQuery,
  DecideConflict,
  Decided,
} from './contract.ts';
import { decideConflict } from './decide.ts';
import { listConflicts, readConflict } from './read.ts';

const tags = ['operations'];

export function conflictsRoutes(app: Api, { pool, model, landscape }: OperationsParts): void {
  app.get(
    '/conflicts',
    {
      schema: {
        summary: 'Conflicts: attributes over which members disagree and that no rule settles',
        tags,
        querystring: ConflictsQuery,
        response: { 200: ConflictsPage },
      },
    },
    (request) => listConflicts(pool, request.query),
  );

  app.get(
    '/conflicts/:id',
    { schema: { summary: 'One conflict', tags, params: ConflictPath, response: { 200: Conflict } } },
    async (request) => {
      const { id } = request.params;
      const found = await readConflict(pool, id);
      return found ?? refuse(problem('not-found', 'api', `There is no conflict ${id}.`));
    },
  );

  app.post(
    '/conflicts/:id/decide',
    {
      config: { roles: ['steward'] },
      schema: {
        summary: 'Let one value stand; it goes to every system',
        tags,
        params: ConflictPath,
        body: DecideConflict,
        response: { 200: Decided },
      },
    },
    async (request) => {
      const answer = await decideConflict(
        pool,
        model,
        landscape,
        request.actor,
        request.params.id,
        request.body,
      );
      return 'code' in answer ? refuse(answer) : answer;
    },
  );
}
