import { trace } from '../../../observability/trace.ts';
import { instancesKnowing } from '../../process/read.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { compareSent } from './compare.ts';
import { TraceAnswer, TraceQuery } from './contract.ts';

export function traceRoute(app: Api, { pool, landscape, outgoing }: OperationsParts): void {
  const schema = {
    summary: 'The whole journey of a thing',
    tags: ['operations'],
    querystring: TraceQuery,
    response: { 200: TraceAnswer },
  };
  app.get('/trace', { schema }, async (request): Promise<TraceAnswer> => {
    const { key, entity, raw, compare } = request.query;
    const options = { ...(entity !== undefined && { entity }), ...(raw !== undefined && { rawLimit: raw }) };
    const told = await trace(pool, landscape, key, options);
    if (compare) for (const { steps } of told.journeys) await compareSent(steps, outgoing);
    const keys = told.journeys.map((journey) => journey.key);
    return { ...told, instances: await instancesKnowing(pool, landscape, keys) };
  });
}
