import Type, { type Static } from 'typebox';
import { faultNames } from '../../vocabulary/faults.ts';

export const Simulated = Type.Object({
  systems: Type.Array(Type.String(), {
    description: 'Codes of those that are simulated: none where the hub runs for real.',
  }),
});
export type Simulated = Static<typeof Simulated>;

export const Disturb = Type.Object(
  {
    fault: Type.Enum(faultNames),
    amount: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 999_999,
        description: 'Milliseconds, requests a second, or percent.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Disturb = Static<typeof Disturb>;
