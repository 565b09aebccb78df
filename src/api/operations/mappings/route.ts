import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { MappingAnswer, MappingQuery } from './contract.ts';

export function mappingsRoute(app: Api, { lineage }: OperationsParts): void {
  const schema = {
    summary: 'Which source fields each attribute is made from',
    tags: ['operations'],
    querystring: MappingQuery,
    response: { 200: MappingAnswer },
  };
  app.get('/mappings', { schema }, async (request): Promise<MappingAnswer> => {
    const { interface: id } = request.query;
    const rows = lineage.get(id)?.();
    if (!rows) return refuse(problem('not-found', 'api', `${id} is no source interface with a mapping.`));
    return { interface: id, lineage: rows.map(({ target, sources }) => ({ target, sources: [...sources] })) };
  });
}
