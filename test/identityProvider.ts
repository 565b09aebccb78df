import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { IdentityProvider } from '../src/landscape/landscape.ts';

/** Who works at Northfield, and in which groups the provider has them. */
const PEOPLE: Record<string, object> = {
  anna: { email: 'anna.meyer@northfield.example', email_verified: true, groups: ['all', 'data-office'] },
  dan: { email: 'dan@northfield.example', email_verified: true, groups: ['detroit-shift', 'data-office'] },
  eve: { email: 'admin@northfield.example', email_verified: false, groups: 'data-office' },
  visitor: { email: 'visitor@elsewhere.example', email_verified: true, groups: ['guests'] },
};

export interface RunningProvider {
  /** `signIn:` of a landscape. */
  declared: IdentityProvider;
  /** The hub at this address is one of its clients from now on. */
  admit(hub: string): void;
  stop(): void;
}

/** An OpenID provider on a socket of its own: it asks for a name, takes any password, and tells the groups. */
export async function startIdentityProvider(): Promise<RunningProvider> {
  let answer: RequestListener = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const declared: IdentityProvider = {
    name: 'Northfield account',
    issuer,
    clientId: 'lineshaft',
    clientSecret: 'between the two of them',
    scopes: ['email', 'groups'],
    claim: 'groups',
    roles: [
      { value: 'detroit-shift', role: 'operator', sites: ['detroit'] },
      { value: 'data-office', role: 'steward' },
    ],
  };
  return {
    declared,
    admit: (hub) => {
      answer = new Provider(issuer, settings(declared, `${hub}/console/v1/returned`)).callback();
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function settings({ clientId, clientSecret }: IdentityProvider, redirect: string): object {
  return {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirect] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
    pkce: { required: () => true },
    cookies: { keys: ['of a test'] },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...PEOPLE[id] }),
    }),
  };
}
