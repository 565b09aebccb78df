import type { Pool } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { instanceId, type Request } from '../../processes/instance.ts';
import type { Model } from '../../quality/checker.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { problem } from '../../vocabulary/problem.ts';
import { refuse } from '../problems.ts';
import type { Api } from '../typeProvider.ts';
import { ask, noInstance } from './ask.ts';
import { chartRoutes } from './chartRoutes.ts';
import {
  Asked,
  Decision,
  InstanceDetail,
  InstancePath,
  InstancesPage,
  InstancesQuery,
  ProcessPath,
  Signal,
  Start,
  Started,
  StartedOnce,
} from './contract.ts';
import { jobRoutes } from './jobRoutes.ts';
import { keysNamed } from './keysNamed.ts';
import { listInstances } from './list.ts';
import { readInstance } from './read.ts';
import { start } from './start.ts';

const tags = ['process'];

/** Everything under `/process/v1`. */
export function processRoutes(
  app: Api,
  { pool, landscape, model }: { pool: Pool; landscape: Landscape; model: Model },
): void {
  app.addHook('preHandler', async (request) => {
    const { process } = request.params as { process?: string };
    if (process !== undefined && !landscape.processes.has(process)) refuse(unknown(process, landscape));
  });

  chartRoutes(app, { pool, landscape });
  jobRoutes(app, { pool, landscape, model });

  app.get(
    '/:process',
    {
      schema: {
        summary: 'Instances of a process',
        tags,
        params: ProcessPath,
        querystring: InstancesQuery,
        response: { 200: InstancesPage },
      },
    },
    async ({ params: { process }, query }) => {
      const keys = query.key === undefined ? undefined : await keysNamed(pool, landscape, query.key);
      return listInstances(pool, process, query, keys);
    },
  );

  app.post(
    '/:process',
    {
      config: { roles: ['operator'] },
      schema: {
        summary: 'Start an instance about a thing the hub knows',
        tags,
        params: ProcessPath,
        headers: StartedOnce,
        body: Start,
        response: { 200: Started },
      },
    },
    async ({ params, headers, body: { about, data = {} }, actor }) => {
      const chart = landscape.processes.get(params.process)!;
      const asker = { actor, once: headers['idempotency-key'] };
      const found = await start(pool, chart, model, { about, data: data as JsonObject }, asker);
      return 'advice' in found ? refuse(found) : found;
    },
  );

  app.get(
    '/:process/:about',
    {
      schema: {
        summary: 'One instance, with its history',
        tags,
        params: InstancePath,
        response: { 200: InstanceDetail },
      },
    },
    async (request) => {
      const { process, about } = request.params;
      return (
        (await readInstance(pool, process, instanceId(process, about))) ?? refuse(noInstance(process, about))
      );
    },
  );

  app.post(
    '/:process/:about/signal',
    {
      config: { roles: ['operator'] },
      schema: {
        summary: 'Give an instance a signal',
        tags,
        params: InstancePath,
        body: Signal,
        response: { 200: Asked },
      },
    },
    async (request) => {
      const { process, about } = request.params;
      const answer = await ask(pool, request.actor, process, about, { kind: 'signal', ...request.body });
      return 'code' in answer ? refuse(answer) : answer;
    },
  );

  for (const [kind, summary] of DECISIONS) {
    app.post(
      `/:process/:about/${kind}`,
      {
        config: { roles: ['operator'] },
        schema: { summary, tags, params: InstancePath, body: Decision, response: { 200: Asked } },
      },
      async (request) => {
        const { process, about } = request.params;
        const answer = await ask(pool, request.actor, process, about, { kind, reason: request.body.reason });
        return 'code' in answer ? refuse(answer) : answer;
      },
    );
  }
}

const DECISIONS: [Exclude<Request['kind'], 'signal' | 'migrate'>, string][] = [
  ['retry', 'Try once more what an instance is stuck at: an event, or taking back'],
  ['skip', 'Leave out what an instance is stuck at, and go on: an event, or what a system did not take back'],
  ['cancel', 'Cancel an instance: what it did is taken back, the last first'],
];

function unknown(process: string, { processes }: Landscape) {
  const known = [...processes.keys()];
  const advice = known.length === 0 ? 'The landscape declares none.' : `Known: ${known.join(', ')}.`;
  return problem('not-found', 'api', `There is no process ${process}.`, { advice });
}
