import { readScores } from '../../../stewardship/qualityScore.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { QualityAnswer, QualityQuery } from './contract.ts';

export function qualityRoute(app: Api, { pool }: OperationsParts): void {
  app.get(
    '/quality',
    {
      schema: {
        summary: 'How good what systems say is, by entity, system and site, over time',
        tags: ['operations'],
        querystring: QualityQuery,
        response: { 200: QualityAnswer },
      },
    },
    async (request) => {
      const { hours = 24, ...filter } = request.query;
      return { hours, scores: await readScores(pool, { ...filter, hours }) };
    },
  );
}
