import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { ChecksAnswer, ChecksQuery } from './contract.ts';

export function checksRoute(app: Api, { checks }: OperationsParts): void {
  const schema = {
    summary:
      'What the mapping, code lists and rules of today find of the message that an entry was made from',
    tags: ['operations'],
    querystring: ChecksQuery,
    response: { 200: ChecksAnswer },
  };
  app.get('/checks', { schema }, async (request): Promise<ChecksAnswer> => {
    const { position } = request.query;
    const shown = await checks(position);
    const why = `Entry ${position} was not made from a message whose document is kept.`;
    return shown ?? refuse(problem('not-found', 'api', why));
  });
}
