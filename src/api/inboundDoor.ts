import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointHandler, EndpointReply, Endpoints } from '../connectors/connector.ts';
import { type Problem, problem, toHttpProblem } from '../vocabulary/problem.ts';
import { type BodyRead, readBody } from './readBody.ts';

interface Door {
  bodyLimit: number;
  handler: EndpointHandler;
}

/** Every path that some hub process of this landscape opens; those that this process does not work are closed here. */
export type DoorPaths = ReadonlySet<string>;

export interface DoorLimits {
  /** Bytes of bodies being received at once, over all doors; beyond it senders are told to come again (503). */
  bytesInFlight?: number;
  /** How long a sender may take for its body. */
  bodyTimeoutMs?: number;
}

/** How soon the door may be open here, should the process that works the interface have died. */
const RETRY_AFTER_SECONDS = 2;

const pathPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * The doors at `/in/<system>/<interface>` through which systems push. Register `plugin` on its own: it needs the
 * bytes as they came, so no other parser or guard may read the body first; each door has a guard of its own.
 */
export function createEndpoints(
  limits: DoorLimits = {},
  declared: DoorPaths = new Set(),
): {
  endpoints: Endpoints;
  plugin: FastifyPluginCallback;
} {
  const doors = new Map<string, Door>();
  const budget = { free: limits.bytesInFlight ?? 256 * 1024 * 1024 };
  const timeoutMs = limits.bodyTimeoutMs ?? 30_000;

  const plugin: FastifyPluginCallback = (app, _options, done) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
    app.setErrorHandler((error, request, reply) => {
      const status = (error as { statusCode?: number }).statusCode ?? 500;
      return answerProblem(reply, failureOf(error, status, request), status);
    });
    app.all('/in/*', async (request, reply) => {
      const path = (request.params as { '*': string })['*'];
      const door = doors.get(path);
      if (door === undefined && declared.has(path))
        return answerProblem(reply.header('retry-after', RETRY_AFTER_SECONDS), closedDoor(path));
      if (door === undefined) return answerProblem(reply, unknownDoor(path));
      const read = await readBody(request.raw, door.bodyLimit, budget, timeoutMs);
      if (typeof read === 'string') return answerUnread(reply, read, door);
      return answer(reply, await door.handler({ ...headOf(request), body: read.body }));
    });
    done();
  };

  return {
    endpoints: { mount: (path, bodyLimit, handler) => mount(doors, path, { bodyLimit, handler }) },
    plugin,
  };
}

function mount(doors: Map<string, Door>, path: string, door: Door): { close(): void } {
  if (!pathPattern.test(path)) throw new Error(`not a path of a door: ${path}`);
  if (doors.has(path)) throw new Error(`the door /in/${path} is already open`);
  doors.set(path, door);
  return {
    close: () => {
      if (doors.get(path) === door) doors.delete(path);
    },
  };
}

function headOf(request: FastifyRequest) {
  return {
    method: request.method,
    headers: request.headers,
    query: request.query as Record<string, string | string[] | undefined>,
  };
}

function answer(reply: FastifyReply, made: EndpointReply): FastifyReply {
  reply.code(made.status);
  if (made.headers !== undefined) reply.headers(made.headers);
  if (made.body === undefined) return reply.send();
  if (made.headers?.['content-type'] === undefined)
    reply.header('content-type', 'application/json; charset=utf-8');
  return reply.send(JSON.stringify(made.body));
}

function answerProblem(reply: FastifyReply, p: Problem, status?: number): FastifyReply {
  const shown = toHttpProblem(p);
  return reply
    .code(status ?? shown.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ ...shown, status: status ?? shown.status }));
}

/** The rest of the body is unread, so the connection cannot serve another request. */
function answerUnread(reply: FastifyReply, read: Exclude<BodyRead, object>, door: Door): FastifyReply {
  reply.header('connection', 'close');
  if (read === 'crowded') {
    const full = problem('body-too-large', 'receive', 'Too many bodies are being received at once.', {
      advice: 'Send again after the time in Retry-After.',
    });
    return answerProblem(reply.header('retry-after', '1'), full, 503);
  }
  if (read === 'too-large') {
    return answerProblem(
      reply,
      problem('body-too-large', 'receive', `The body is larger than ${door.bodyLimit} bytes.`),
    );
  }
  const late = problem('request-invalid', 'receive', 'The body did not arrive in time or was cut off.');
  return answerProblem(reply, late, 408);
}

function unknownDoor(path: string): Problem {
  return problem('not-found', 'receive', `There is no door /in/${path.slice(0, 200)}.`, {
    advice: 'Compare the address with the interfaces of the landscape that read by push.',
  });
}

function closedDoor(path: string): Problem {
  return problem('door-closed', 'receive', `The door /in/${path} is not open at this hub process.`);
}

function failureOf(error: unknown, status: number, request: FastifyRequest): Problem {
  const words = error instanceof Error ? error.message : String(error);
  if (status < 500) return problem('request-invalid', 'receive', words);
  request.log.error({ err: error }, 'a door failed');
  return problem('hub-defect', 'receive', 'The door failed on this request.');
}
