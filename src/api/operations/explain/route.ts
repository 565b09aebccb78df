import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { findEntity } from '../records/route.ts';
import { ExplainAnswer, ExplainPath } from './contract.ts';
import { explainThing } from './read.ts';

export function explainRoute(app: Api, { pool, landscape, model, ...rest }: OperationsParts): void {
  const schema = {
    summary: 'Whose word counts for one thing, who says what of it, and who is told, under which rule',
    tags: ['operations'],
    params: ExplainPath,
    response: { 200: ExplainAnswer },
  };
  app.get('/explain/:entity/:key', { schema }, async (request): Promise<ExplainAnswer> => {
    const { entity: name, key } = request.params;
    const entity = findEntity(model, name);
    const found = await explainThing(pool, landscape, rest, entity, key);
    if (found === undefined)
      return refuse(problem('not-found', 'api', `There is no ${name} ${key}.`, { value: key }));
    return 'code' in found ? refuse(found) : found;
  });
}
