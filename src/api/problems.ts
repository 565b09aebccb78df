import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseLost } from '../database/lost.ts';
import { type Problem, ProblemError, problem, toHttpProblem } from '../vocabulary/problem.ts';

/** Every failure is answered as `application/problem+json` (RFC 9457); what went wrong inside is logged, never told. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (error instanceof ProblemError) return sendProblem(reply, error.problem);
    if (status < 500) return sendProblem(reply, requestProblem(error), status);
    return sendProblem(reply, inwardProblem(error, request));
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!.slice(0, 200);
    return sendProblem(
      reply,
      problem('not-found', 'api', `There is nothing at ${request.method} ${path}.`, {
        advice: 'The paths there are stand in /openapi.json.',
      }),
    );
  });
}

/** Ends a request; the error handler answers it. For handlers, whose return type is what their schema says. */
export function refuse(found: Problem): never {
  throw new ProblemError(found);
}

/** `status` when the request itself tells it better than the code does: 415, 408. */
function sendProblem(reply: FastifyReply, found: Problem, status?: number): FastifyReply {
  const shown = toHttpProblem(found);
  const code = status ?? shown.status;
  return reply
    .code(code)
    .header('content-type', 'application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ ...shown, status: code });
}

function requestProblem(error: FastifyError): Problem {
  if (error.statusCode === 413) return problem('body-too-large', 'api', 'The body is larger than the limit.');
  const first = error.validation?.[0];
  const named = first?.params['additionalProperty'] ?? first?.params['missingProperty'];
  const path = (first?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const field = [path, named].filter((part) => typeof part === 'string' && part !== '').join('.');
  const words = named === undefined ? error.message : `${error.message}: ${String(named).slice(0, 100)}`;
  return problem('request-invalid', 'api', words, field === '' ? {} : { field });
}

function inwardProblem(error: FastifyError, request: FastifyRequest): Problem {
  request.log.error(
    { err: error, method: request.method, path: request.url.split('?')[0] },
    'a request failed',
  );
  return isDatabaseLost(error)
    ? problem('database-unavailable', 'api', 'The database does not answer.')
    : problem('hub-defect', 'api', 'The hub failed on this request.');
}
