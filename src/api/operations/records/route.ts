import { nearest } from '../../../vocabulary/nearest.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { RecordAnswer, RecordPath } from './contract.ts';
import { readThing } from './read.ts';

export function recordsRoute(app: Api, { pool, landscape, model }: OperationsParts): void {
  const schema = {
    summary: 'One record, and what each system says of it',
    tags: ['operations'],
    params: RecordPath,
    response: { 200: RecordAnswer },
  };
  app.get('/records/:entity/:key', { schema }, async (request) => {
    const { entity: name, key } = request.params;
    const entity = model.entities.get(name);
    if (!entity) return refuse(unknownEntity(name, model.entities.keys()));
    const found = await readThing(pool, landscape, entity, key);
    return found ?? refuse(problem('not-found', 'api', `There is no ${name} ${key}.`, { value: key }));
  });
}

export function unknownEntity(name: string, known: Iterable<string>) {
  const meant = nearest(name, known);
  const advice = meant ? { advice: `Did you mean ${meant}?` } : {};
  return problem('not-found', 'api', `There is no entity ${name}.`, { value: name, ...advice });
}
