import { nearest } from '../../../vocabulary/nearest.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { createKey, revokeKey } from '../../access.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { AddKey, KeyAdded, KeyRevoked, KeysAnswer, Me, RevokeKey } from './contract.ts';
import { listKeys } from './read.ts';

const tags = ['operations'];

export function keysRoutes(app: Api, { pool, landscape }: OperationsParts): void {
  app.get(
    '/me',
    { schema: { summary: 'Who asks, and what they may do', tags, response: { 200: Me } } },
    async ({ access: { actor, role, sites } }) => ({
      name: actor,
      role,
      ...(sites && { sites: [...sites] }),
    }),
  );

  app.get(
    '/keys',
    {
      config: { roles: ['admin'] },
      schema: { summary: 'The keys in use, and what they open', tags, response: { 200: KeysAnswer } },
    },
    async () => ({ keys: await listKeys(pool) }),
  );

  app.post(
    '/keys',
    {
      config: { roles: ['admin'] },
      schema: {
        summary: 'A key for one more person or program',
        tags,
        body: AddKey,
        response: { 200: KeyAdded },
      },
    },
    async (request) => {
      const { name, role = 'viewer', sites } = request.body;
      const wrong = sites?.find((site) => !landscape.sites.has(site));
      if (wrong !== undefined) return refuse(noSite(wrong, [...landscape.sites.keys()]));
      const key = await createKey(pool, request.actor, { actor: name, role, ...(sites && { sites }) });
      return key === undefined ? refuse(nameTaken(name)) : { name, key };
    },
  );

  app.post(
    '/keys/revoke',
    {
      config: { roles: ['admin'] },
      schema: { summary: 'Take a key back', tags, body: RevokeKey, response: { 200: KeyRevoked } },
    },
    async (request) => {
      const { name } = request.body;
      const found = await revokeKey(pool, request.actor, name);
      return found ? refuse(found) : { name };
    },
  );
}

function noSite(site: string, known: readonly string[]): Problem {
  const meant = nearest(site, known);
  const advice = meant === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${meant}?`;
  return problem('request-invalid', 'api', `There is no site ${site}.`, { advice, field: 'sites' });
}

function nameTaken(name: string): Problem {
  const advice = 'Choose another name: what is decided under it must tell who it was.';
  return problem('request-invalid', 'api', `There is a key of ${name} already.`, { advice });
}
