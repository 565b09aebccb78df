import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { MappingAnswer, MappingQuery } from './contract.ts';

export function mappingsRoute(app: Api, { lineage }: OperationsParts): void {
  const schema = {
    summary: 'Which fields each field that a mapping makes is made from',
    tags: ['operations'],
    querystring: MappingQuery,
    response: { 200: MappingAnswer },
  };
  app.get('/mappings', { schema }, async (request): Promise<MappingAnswer> => {
    const { interface: id } = request.query;
    const rows = lineage.get(id)?.();
    if (!rows) return refuse(problem('not-found', 'api', `There is no interface ${id}.`));
    return { interface: id, lineage: rows.map(({ target, sources }) => ({ target, sources: [...sources] })) };
  });
}
