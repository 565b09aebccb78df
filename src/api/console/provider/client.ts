import * as openid from 'openid-client';
import type { IdentityProvider } from '../../../landscape/landscape.ts';
import { isLoopback } from '../../../landscape/signIn.ts';

const SECONDS = 10;
const known = new WeakMap<IdentityProvider, Promise<openid.Configuration>>();

/** What the provider says of itself, asked once for each landscape in force, and again when it did not answer. */
export function clientOf(provider: IdentityProvider): Promise<openid.Configuration> {
  const asked = known.get(provider) ?? discover(provider);
  known.set(provider, asked);
  asked.catch(() => known.delete(provider));
  return asked;
}

function discover({ issuer, clientId, clientSecret }: IdentityProvider): Promise<openid.Configuration> {
  const url = new URL(issuer);
  const withoutTls = url.protocol === 'http:' && isLoopback(url);
  const secret = openid.ClientSecretBasic(clientSecret);
  return openid.discovery(url, clientId, undefined, secret, {
    timeout: SECONDS,
    ...(withoutTls && { execute: [openid.allowInsecureRequests] }),
  });
}
