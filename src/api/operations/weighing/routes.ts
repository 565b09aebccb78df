import { transaction } from '../../../database/transaction.ts';
import {
  foreseeWeighing,
  keepWeighed,
  type WeighedPage,
  weighAnew,
} from '../../../identity/weighingAnew/weighPage.ts';
import type { EntityModel } from '../../../quality/checker.ts';
import { problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { findEntity } from '../records/route.ts';
import { PreviewWeighing, WeighAnew, Weighing } from './contract.ts';

const tags = ['operations'];

/** Golden records by the survivorship in force: what of it was declared after the word was said. */
export function weighingRoutes(app: Api, { pool, model, landscape, speakers }: OperationsParts): void {
  const weighed = (name: string): EntityModel => {
    const entity = findEntity(model, name);
    const isFederated = ({ model: kind, entities }: (typeof landscape.connectivity)[number]) =>
      kind === 'federated' && entities.includes(name);
    if (landscape.connectivity.some(isFederated)) return entity;
    const detail = `No federated rule is about ${name}: there is no survivorship to weigh it by.`;
    return refuse(problem('request-invalid', 'api', detail, { value: name }));
  };

  app.post(
    '/weighing/preview',
    {
      config: { roles: ['viewer'] },
      schema: {
        summary: 'What the survivorship in force would make of golden records, page by page',
        tags,
        body: PreviewWeighing,
        response: { 200: Weighing },
      },
    },
    async ({ body: { entity, after = '' } }) =>
      answerOf(await foreseeWeighing(pool, weighed(entity), speakers(), after)),
  );

  app.post(
    '/weighing',
    {
      config: { roles: ['steward'] },
      schema: {
        summary: 'Bring golden records to what the survivorship in force makes of them, page by page',
        tags,
        body: WeighAnew,
        response: { 200: Weighing },
      },
    },
    async ({ actor, body: { entity: name, after = '', reason } }) => {
      const entity = weighed(name);
      const page = await transaction(pool, async (connection, later) => {
        const found = await weighAnew(connection, entity, speakers(), after);
        const { turns, settled } = found.page;
        if (turns.length > 0 || settled > 0) {
          const details = {
            records: turns.length,
            settled,
            first: turns[0]?.key,
            last: turns.at(-1)?.key,
            reason,
          };
          later(keepAudit(connection, { actor, action: 'records.weigh', subject: name, details }));
        }
        keepWeighed(connection, later, entity, found, { by: actor, reason });
        return found.page;
      });
      return answerOf(page);
    },
  );
}

function answerOf({ left, ...page }: WeighedPage): Weighing {
  return { ...page, left: left.map(({ key, problem: { detail } }) => ({ key, detail })) };
}
