import Type, { type Static } from 'typebox';
import { Instant } from '../contract.ts';

const LatestDocument = Type.Object({
  position: Type.Integer({ description: 'Of the newest entry in the ledger.' }),
  key: Type.String(),
  system: Type.String({ description: 'Who told of it last.' }),
  at: Instant,
});
export type LatestDocument = Static<typeof LatestDocument>;

export const LatestAnswer = Type.Object({
  entities: Type.Array(Type.Object({ entity: Type.String(), documents: Type.Array(LatestDocument) }), {
    description: 'What was told of last first; at most five documents of each.',
  }),
});
export type LatestAnswer = Static<typeof LatestAnswer>;
