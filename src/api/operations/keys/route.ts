import { problem } from '../../../vocabulary/problem.ts';
import { createKey } from '../../access.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { AddKey, KeyAdded } from './contract.ts';

export function keysRoute(app: Api, { pool }: OperationsParts): void {
  app.post(
    '/keys',
    {
      schema: {
        summary: 'A key for one more person or program',
        tags: ['operations'],
        body: AddKey,
        response: { 200: KeyAdded },
      },
    },
    async (request) => {
      const { name } = request.body;
      const key = await createKey(pool, request.actor, name);
      const advice = 'Choose another name: what is decided under it must tell who it was.';
      return key === undefined
        ? refuse(problem('request-invalid', 'api', `There is a key of ${name} already.`, { advice }))
        : { name, key };
    },
  );
}
