import Type from 'typebox';
import { problem } from '../../../vocabulary/problem.ts';
import { actingOf, refuseUnlessAt } from '../../guard.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { ChooseParked } from './contract.ts';
import { JobsAnswer, JobsQuery, ReplayJob, ReplayStarted } from './jobContract.ts';
import { cancelReplay, readJobs, startReplay } from './jobs.ts';

const tags = ['operations'];
const Id = Type.Object({ id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) });

export function jobRoutes(app: Api, { pool, landscape }: OperationsParts): void {
  app.post(
    '/parked/replay',
    {
      config: { roles: ['operator', 'steward'], atSites: true },
      schema: {
        summary: 'Hand messages back to the line',
        tags,
        body: ChooseParked,
        response: { 200: ReplayStarted },
      },
    },
    async (request) => {
      const started = await startReplay(pool, actingOf(request, landscape), request.body);
      return 'code' in started ? refuse(started) : started;
    },
  );

  app.get(
    '/parked/jobs',
    { schema: { summary: 'Replay jobs', tags, querystring: JobsQuery, response: { 200: JobsAnswer } } },
    async ({ query: { limit = 20, state } }) => ({
      jobs: await readJobs(pool, { limit, ...(state && { state }) }),
    }),
  );

  app.get(
    '/parked/jobs/:id',
    {
      schema: { summary: 'How a replay job goes', tags, params: Id, response: { 200: ReplayJob } },
    },
    async (request) => {
      const [job] = await readJobs(pool, { id: request.params.id });
      return job ?? noJob(request.params.id);
    },
  );

  app.post(
    '/parked/jobs/:id/cancel',
    {
      config: { roles: ['operator', 'steward'], atSites: true },
      schema: {
        summary: 'Take back what the line has not come to',
        tags,
        params: Id,
        response: { 200: ReplayJob },
      },
    },
    async (request) => {
      if (request.access.sites) {
        const [asked] = await readJobs(pool, { id: request.params.id });
        if (asked?.actor !== request.actor) refuseUnlessAt(request, undefined);
      }
      const job = await cancelReplay(pool, request.actor, request.params.id);
      return job ?? noJob(request.params.id);
    },
  );
}

function noJob(id: number): never {
  return refuse(problem('not-found', 'api', `There is no replay job ${id}.`));
}
