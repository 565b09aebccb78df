import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { type Access, findAccess } from '../access.ts';
import { sessionCookie } from './cookie.ts';
import { fromOwnPage } from './ownPage.ts';
import { findSession } from './session.ts';

/** Who asks: by the key it carries, else by the session of a browser that asks from the console's own page. */
export async function accessOf(
  db: Queryable,
  { signIn }: Landscape,
  request: FastifyRequest,
): Promise<Access | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return findAccess(db, authorization);
  const secret = sessionCookie(request);
  if (secret === undefined || !(isReading(request) || fromOwnPage(request))) return undefined;
  return findSession(db, secret, signIn);
}

/** What a browser lets no other page read the answer of, and what changes nothing. */
function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
