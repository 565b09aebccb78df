import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import type { Wakeup } from '../../ledger/wakeup.ts';
import { findRecords } from '../../register/find.ts';
import { calledIn } from '../../vocabulary/called.ts';
import type { ControlDoors } from '../../vocabulary/faults.ts';
import { problem } from '../../vocabulary/problem.ts';
import { refuse } from '../problems.ts';
import { keysNamed } from '../process/keysNamed.ts';
import { instancesKnowing } from '../process/read.ts';
import type { Api } from '../typeProvider.ts';
import { FoundAnswer, FoundQuery, Session, SignedOut, SignInLink } from './contract.ts';
import { sessionCookie, setSessionCookie } from './cookie.ts';
import { liveRoute } from './live.ts';
import { createLink, endSession } from './session.ts';
import { sessionOf } from './signIn.ts';
import { simulatedRoutes } from './simulated.ts';

export interface ConsoleParts {
  pool: Pool;
  landscape: Landscape;
  wakeup: Wakeup;
  simulated: ControlDoors;
}

/** What people look for by name, and how many of each are told. */
const FOUND = ['item', 'customer', 'supplier', 'salesOrder'];
const MOST_FOUND = 3;

const tags = ['console'];

/** What the console alone asks, under `/console/v1`; the rest it asks of the operations and process APIs. */
export function consoleRoutes(app: Api, parts: ConsoleParts): void {
  const { pool, landscape } = parts;
  app.get(
    '/session',
    { schema: { summary: 'Who is signed in', tags, response: { 200: Session } } },
    async ({ access }) => sessionOf(access, landscape),
  );
  app.delete(
    '/session',
    {
      config: { roles: ['viewer'] },
      schema: { summary: 'Sign out', tags, response: { 200: SignedOut } },
    },
    async (request, reply) => {
      const secret = sessionCookie(request as FastifyRequest);
      if (secret !== undefined) await endSession(pool, secret);
      setSessionCookie(request as FastifyRequest, reply as unknown as FastifyReply, undefined);
      return { signedOut: true as const };
    },
  );
  app.post(
    '/links',
    {
      config: { roles: ['viewer'] },
      schema: { summary: 'A link that signs in once', tags, response: { 200: SignInLink } },
    },
    async ({ actor, access }) => {
      if (access.person)
        return refuse(problem('forbidden', 'api', 'A link signs in by a key; you have none.'));
      return (
        (await createLink(pool, actor)) ?? refuse(problem('unauthorized', 'api', 'The key was revoked.'))
      );
    },
  );
  app.get(
    '/found',
    {
      schema: {
        summary: 'What a number or key leads to, besides its trace',
        tags,
        querystring: FoundQuery,
        response: { 200: FoundAnswer },
      },
    },
    async ({ query }) => {
      const text = query.text.trim();
      const [keys, ...found] = await Promise.all([
        keysNamed(pool, landscape, text),
        ...(/[\p{L}\d]/u.test(text) ? FOUND : []).map((entity) =>
          findRecords(pool, { entity, text }, undefined, MOST_FOUND),
        ),
      ]);
      const records = found.flatMap((of, i) =>
        of.map(({ key, label, record }) => ({ entity: FOUND[i]!, key, label: calledIn(record) ?? label })),
      );
      return { instances: await instancesKnowing(pool, landscape, keys), records };
    },
  );
  simulatedRoutes(app, parts.simulated);
  liveRoute(app, parts);
}
