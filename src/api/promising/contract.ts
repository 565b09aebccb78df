import Type, { type Static } from 'typebox';
import { Instant, onceByKey } from '../operations/contract.ts';

const Day = Type.String({ format: 'date', description: 'Calendar day, `2026-12-01`.' });
const Decimal = Type.String({ pattern: '^\\d{1,18}(\\.\\d{1,9})?$', description: 'Decimal text.' });

export const PromiseView = Type.Object({
  id: Type.String(),
  status: Type.Union(
    [Type.Literal('held'), Type.Literal('confirmed'), Type.Literal('released'), Type.Literal('expired')],
    { description: '`held` until `expiresAt`; then it has expired, and holds nothing.' },
  ),
  demand: Type.Optional(Type.String()),
  madeAt: Instant,
  expiresAt: Type.Optional(Instant),
  lines: Type.Array(
    Type.Object({
      line: Type.String(),
      item: Type.String(),
      unit: Type.String(),
      parts: Type.Array(
        Type.Object({
          site: Type.String(),
          quantity: Decimal,
          day: Type.String({ format: 'date', description: 'When it is taken out of the stock.' }),
          arrives: Day,
          confidence: Type.Number({
            description:
              '1: by stock that is as young as it should be; else the limit as a share of its age.',
          }),
        }),
      ),
      short: Type.Optional(Type.String({ description: 'What could not be promised; absent: nothing.' })),
    }),
  ),
  said: Type.Array(Type.String(), {
    description: 'What there was to say: `stuttgart left out: stock is 42 min old, limit 5 min`.',
  }),
});
export type PromiseView = Static<typeof PromiseView>;

export const PromisesQuery = Type.Object(
  { demand: Type.String({ description: 'Canonical key of the order they are for.' }) },
  { additionalProperties: false },
);
export const PromisesList = Type.Object({ promises: Type.Array(PromiseView) });
export const PromisePath = Type.Object({ id: Type.String() });
export const AskedOnce = onceByKey('The same request under the same key is promised once.');
