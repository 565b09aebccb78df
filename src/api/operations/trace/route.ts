import { trace } from '../../../observability/trace.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { TraceAnswer, TraceQuery } from './contract.ts';

export function traceRoute(app: Api, { pool, landscape }: OperationsParts): void {
  const schema = {
    summary: 'The whole journey of a thing',
    tags: ['operations'],
    querystring: TraceQuery,
    response: { 200: TraceAnswer },
  };
  app.get('/trace', { schema }, (request) => {
    const { key, entity, raw } = request.query;
    const options = { ...(entity !== undefined && { entity }), ...(raw !== undefined && { rawLimit: raw }) };
    return trace(pool, landscape, key, options);
  });
}
