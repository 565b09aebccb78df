import Type, { type Static } from 'typebox';
import { Count, Instant } from '../contract.ts';

export const QualityQuery = Type.Object(
  {
    entity: Type.Optional(Type.String()),
    site: Type.Optional(Type.String()),
    system: Type.Optional(Type.String()),
    hours: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 8760, default: 24, description: 'How far back.' }),
    ),
  },
  { additionalProperties: false },
);
export type QualityQuery = Static<typeof QualityQuery>;

const Share = Type.Number({
  minimum: 0,
  maximum: 1,
  description: 'Share of what was checked without any finding.',
});

export const QualityAnswer = Type.Object({
  hours: Type.Integer(),
  scores: Type.Array(
    Type.Object({
      entity: Type.String(),
      system: Type.String(),
      site: Type.String(),
      checked: Count,
      score: Share,
      rules: Type.Array(Type.Object({ rule: Type.String(), found: Count }), {
        description: 'Rules broken, or codes of the problems that stopped messages, the most frequent first.',
      }),
      history: Type.Array(Type.Object({ hour: Instant, checked: Count, score: Share })),
    }),
    { description: 'The lowest first.' },
  ),
});
export type QualityAnswer = Static<typeof QualityAnswer>;
