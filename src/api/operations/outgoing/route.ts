import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { OutgoingAnswer, OutgoingQuery } from './contract.ts';

export function outgoingRoute(app: Api, { outgoing }: OperationsParts): void {
  const schema = {
    summary: 'What the present mapping, code lists and keys make of one entry for a target; nothing is sent',
    tags: ['operations'],
    querystring: OutgoingQuery,
    response: { 200: OutgoingAnswer },
  };
  app.get('/outgoing', { schema }, async (request): Promise<OutgoingAnswer> => {
    const { interface: id, position } = request.query;
    const shown = await outgoing(id, position);
    if (!shown) return refuse(problem('not-found', 'api', `Entry ${position} is none for ${id}.`));
    return { interface: id, position, ...shown };
  });
}
