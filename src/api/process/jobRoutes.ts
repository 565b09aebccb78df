import type { Pool } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { Model } from '../../quality/checker.ts';
import { problem } from '../../vocabulary/problem.ts';
import { refuse } from '../problems.ts';
import type { Api } from '../typeProvider.ts';
import { InstancesFilter, ProcessPath } from './contract.ts';
import { foreseeMigration } from './foreseeMigration.ts';
import { Job, JobDetail, JobPath, Jobs, Migration, StartJob } from './jobContract.ts';
import { cancelJob, readJob, readJobs, startJob } from './jobs.ts';

const tags = ['process'];

/** What is asked of many instances at once. */
export function jobRoutes(
  app: Api,
  { pool, landscape, model }: { pool: Pool; landscape: Landscape; model: Model },
): void {
  app.get(
    '/:process/migration',
    {
      schema: {
        summary: 'What would become of instances on older versions',
        tags,
        params: ProcessPath,
        querystring: InstancesFilter,
        response: { 200: Migration },
      },
    },
    ({ params, query }) => foreseeMigration(pool, landscape.processes.get(params.process)!, query, model),
  );

  app.get(
    '/:process/jobs',
    { schema: { summary: 'Jobs of a process', tags, params: ProcessPath, response: { 200: Jobs } } },
    async ({ params }) => ({ jobs: await readJobs(pool, params.process) }),
  );

  app.post(
    '/:process/jobs',
    {
      config: { roles: ['operator'] },
      schema: {
        summary: 'Ask the same of many instances',
        tags,
        params: ProcessPath,
        body: StartJob,
        response: { 200: Job },
      },
    },
    async (request) => {
      const started = await startJob(pool, request.actor, request.params.process, request.body);
      return 'code' in started ? refuse(started) : started;
    },
  );

  app.get(
    '/:process/jobs/:job',
    { schema: { summary: 'How a job goes', tags, params: JobPath, response: { 200: JobDetail } } },
    async ({ params: { process, job } }) => (await readJob(pool, process, job)) ?? noJob(process, job),
  );

  app.post(
    '/:process/jobs/:job/cancel',
    {
      config: { roles: ['operator'] },
      schema: {
        summary: 'Take back what the process has not come to',
        tags,
        params: JobPath,
        response: { 200: Job },
      },
    },
    async ({ actor, params: { process, job } }) =>
      (await cancelJob(pool, actor, process, job)) ?? noJob(process, job),
  );
}

function noJob(process: string, id: number): never {
  return refuse(problem('not-found', 'api', `There is no job ${id} of ${process}.`));
}
