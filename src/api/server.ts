import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginCallback,
  LogController,
} from 'fastify';
import type { CrossReferences } from '../identity/crossReferences.ts';
import { createMetrics, type Metrics } from '../observability/metrics.ts';
import { createRates } from '../observability/rates.ts';
import type { Desk } from '../promising/desk.ts';
import type { ControlDoors } from '../vocabulary/faults.ts';
import { accessOf } from './console/accessOf.ts';
import { consolePages } from './console/pages.ts';
import { consoleRoutes } from './console/routes.ts';
import { signInRoutes } from './console/signIn.ts';
import { experienceRoutes } from './experience/routes.ts';
import { guardRoutes } from './guard.ts';
import { healthRoutes } from './health.ts';
import { openapi } from './openapi.ts';
import type { OperationsParts } from './operations/parts.ts';
import { operationsRoutes } from './operations/routes.ts';
import { answerProblems } from './problems.ts';
import { processRoutes } from './process/routes.ts';
import { promisingRoutes } from './promising/routes.ts';
import type { Api, TypeBoxProvider } from './typeProvider.ts';

export interface ServerParts extends Omit<OperationsParts, 'rates'> {
  references: CrossReferences;
  simulated: ControlDoors;
  desk: Desk;
  /** The folder in which the built console lies. */
  console: string;
  /** The doors at `/in/`, which guard themselves. */
  doors: FastifyPluginCallback;
  log: FastifyBaseLogger;
}

/** The hub's HTTP server: doors, health, and behind a key the operations API, metrics and OpenAPI. */
export function createServer(parts: ServerParts): FastifyInstance {
  const app: Api = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 1000 },
    ajv: { customOptions: { removeAdditional: false, allErrors: false, strict: false } },
  }).withTypeProvider<TypeBoxProvider>();
  const rates = createRates(parts.pool);
  app.addHook('onReady', async () => rates.start());
  const metrics = createMetrics(parts.landscape);
  app.addHook('onClose', async () => {
    rates.stop();
    metrics.close();
  });
  // Responses are written as they are: their schemas document, the types of the handlers enforce.
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  answerProblems(app as unknown as FastifyInstance);

  app.register(swagger, openapi(parts.landscape));
  app.register(parts.doors);
  app.register(async (open: Api) => healthRoutes(open, parts.pool, parts.landscape));
  app.register(async (open: Api) => signInRoutes(open, parts), { prefix: '/console/v1' });
  app.register(async (open: Api) => consolePages(open, parts.console));
  app.register(async (guarded: Api) => guardedRoutes(guarded, { ...parts, rates }, metrics));
  return app as unknown as FastifyInstance;
}

async function guardedRoutes(
  app: Api,
  parts: ServerParts & OperationsParts,
  metrics: Metrics,
): Promise<void> {
  guardRoutes(app, (request) => accessOf(parts.pool, parts.landscape, request));
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    reply.type(metrics.contentType).serializer((text: string) => text);
    return metrics.render(parts.pool);
  });
  app.register(async (operations: Api) => operationsRoutes(operations, parts), { prefix: '/operations/v1' });
  app.register(async (process: Api) => processRoutes(process, parts), { prefix: '/process/v1' });
  app.register(async (promising: Api) => promisingRoutes(promising, parts), {
    prefix: '/process/v1/order-promising',
  });
  app.register(async (experience: Api) => experienceRoutes(experience, parts), { prefix: '/experience/v1' });
  app.register(async (console: Api) => consoleRoutes(console, parts), { prefix: '/console/v1' });
}
