import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import * as openid from 'openid-client';
import type { IdentityProvider } from '../../../landscape/landscape.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { isOverTls } from '../cookie.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { clientOf } from './client.ts';
import { type Person, personOf } from './person.ts';

/** Where the provider sends people back to; it has to know the address, and takes no other. */
export const RETURN_PATH = '/console/v1/returned';

/** Where the browser goes on to sign in; the attempt begins with it. */
export async function addressToSignIn(
  provider: IdentityProvider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | Problem> {
  const client = await reach(provider, request.log);
  if ('code' in client) return client;
  const { state, nonce, verifier } = beginAttempt(request, reply);
  const address = openid.buildAuthorizationUrl(client, {
    redirect_uri: returnAddress(request),
    scope: [...new Set(['openid', ...provider.scopes])].join(' '),
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return address.href;
}

/** Whom the provider knows, by the query it sent the browser back with. */
export async function personReturned(
  provider: IdentityProvider,
  attempt: Attempt,
  query: string,
  request: FastifyRequest,
): Promise<Person | Problem> {
  const client = await reach(provider, request.log);
  if ('code' in client) return client;
  const returned = new URL(`${returnAddress(request)}?${query}`);
  return askWho(client, provider, attempt, returned).catch((error: Error) => {
    request.log.warn({ err: error }, 'a sign-in at the provider failed');
    return problem('sign-in-failed', 'api', whyFailed(provider, error));
  });
}

async function askWho(
  client: openid.Configuration,
  provider: IdentityProvider,
  { state, nonce, verifier }: Attempt,
  returned: URL,
): Promise<Person> {
  const tokens = await openid.authorizationCodeGrant(client, returned, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
  });
  const told = tokens.claims()!;
  const isAllThere = told[provider.claim] !== undefined && told['email'] !== undefined;
  const more =
    isAllThere || client.serverMetadata().userinfo_endpoint === undefined
      ? {}
      : await openid.fetchUserInfo(client, tokens.access_token, told.sub);
  return personOf(provider, told.sub, { ...told, ...more });
}

function returnAddress(request: FastifyRequest): string {
  return `${isOverTls(request) ? 'https' : 'http'}://${request.headers.host}${RETURN_PATH}`;
}

function reach(provider: IdentityProvider, log: FastifyBaseLogger): Promise<openid.Configuration | Problem> {
  return clientOf(provider).catch((error: Error) => {
    const { name, issuer } = provider;
    log.warn({ err: error, issuer }, 'the sign-in provider does not answer');
    return problem('provider-unavailable', 'api', `${name} does not answer at ${issuer}.`);
  });
}

function whyFailed({ name }: IdentityProvider, error: Error): string {
  return error instanceof openid.AuthorizationResponseError && error.error === 'access_denied'
    ? `${name} did not let the person in, or they turned back.`
    : `What came back from ${name} does not fit what was asked for.`;
}
