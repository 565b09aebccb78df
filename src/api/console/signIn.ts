import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from '../../database/pool.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { problem } from '../../vocabulary/problem.ts';
import type { Access } from '../access.ts';
import { refuse } from '../problems.ts';
import type { Api } from '../typeProvider.ts';
import { Session, SignIn, SignInAddress, SignInWays } from './contract.ts';
import { setSessionCookie } from './cookie.ts';
import { fromOwnPage } from './ownPage.ts';
import { endAttempt } from './provider/attempt.ts';
import { accessOfPerson } from './provider/person.ts';
import { addressToSignIn, personReturned, RETURN_PATH } from './provider/signIn.ts';
import { type OpenedSession, openPersonSession, openSession } from './session.ts';

export interface SignInParts {
  pool: Pool;
  landscape: Landscape;
}

const open = { tags: ['console'], security: [] };

/** The ways in, which ask for no session. */
export function signInRoutes(app: Api, parts: SignInParts): void {
  const { landscape } = parts;
  app.get(
    '/sign-in',
    { schema: { summary: 'By what one may sign in', response: { 200: SignInWays }, ...open } },
    async () => (landscape.signIn ? { provider: landscape.signIn.name } : {}),
  );
  app.post(
    '/sign-in',
    {
      schema: {
        summary: 'Where the browser goes to sign in at the provider',
        response: { 200: SignInAddress },
        ...open,
      },
    },
    async (request, reply) => {
      const provider = landscape.signIn ?? refuse(noProvider());
      if (!fromOwnPage(request as FastifyRequest)) return refuse(problem('unauthorized', 'api', NOT_OURS));
      const found = await addressToSignIn(provider, request as FastifyRequest, plain(reply));
      return typeof found === 'string' ? { address: found } : refuse(found);
    },
  );
  // A browser that comes from elsewhere: it has no cookie of ours yet. The page it gets hands back the query, which stays out of logs behind the #.
  app.get(RETURN_PATH.replace('/console/v1', ''), { schema: { hide: true } }, async (request, reply) => {
    const { search } = new URL(request.url, 'http://hub');
    return plain(reply)
      .header('referrer-policy', 'no-referrer')
      .redirect(`/sign-in#${search.slice(1)}`, 303);
  });
  app.post(
    '/session',
    {
      schema: {
        summary:
          'Sign in to the console by a key, a sign-in link, or what the provider sent back; sets the session cookie',
        body: SignIn,
        response: { 200: Session },
        ...open,
      },
    },
    async (request, reply) => {
      const isOwn = fromOwnPage(request as FastifyRequest);
      const found = isOwn
        ? await openFor(parts, request.body, request as FastifyRequest, plain(reply))
        : undefined;
      if (!found) return refuse(problem('unauthorized', 'api', wrong(request.body)));
      setSessionCookie(request as FastifyRequest, plain(reply), found.secret);
      return sessionOf(found.access, landscape);
    },
  );
}

const plain = (reply: unknown) => reply as FastifyReply;

function openFor(
  parts: SignInParts,
  given: SignIn,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<OpenedSession | undefined> {
  return 'returned' in given
    ? openForPerson(parts, given.returned, request, reply)
    : openSession(parts.pool, given);
}

async function openForPerson(
  { pool, landscape: { signIn } }: SignInParts,
  returned: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<OpenedSession> {
  const provider = signIn ?? refuse(noProvider());
  const attempt =
    endAttempt(request, reply) ?? refuse(problem('sign-in-failed', 'api', 'The sign-in took too long.'));
  const person = await personReturned(provider, attempt, returned, request);
  if ('code' in person) return refuse(person);
  const access = accessOfPerson(provider, person);
  return access
    ? openPersonSession(pool, access, person)
    : refuse(problem('role-missing', 'api', `${provider.name} knows ${person.name}, who has no role here.`));
}

export function sessionOf({ actor: name, role, sites }: Access, { enterprise }: Landscape): Session {
  return { name, role, enterprise, ...(sites && { sites: [...sites] }) };
}

const NOT_OURS = 'Only the console’s own page may ask for it.';

function noProvider() {
  return problem('not-found', 'api', 'The landscape in force names no provider to sign in at.', {
    advice: 'Sign in with a key, or declare `signIn` in enterprise.yaml.',
  });
}

function wrong(given: SignIn): string {
  if ('returned' in given) return NOT_OURS;
  return 'key' in given ? 'This is no key of this hub.' : 'The link was used before, or its hour is over.';
}
