import Type, { type Static } from 'typebox';
import { Instant } from '../contract.ts';

export const RecordPath = Type.Object({
  entity: Type.String({ maxLength: 60 }),
  key: Type.String({ maxLength: 300, description: 'Canonical key, fact id, or `<system>:<local key>`.' }),
});

export const RecordAnswer = Type.Object({
  entity: Type.String(),
  key: Type.String(),
  mergedFrom: Type.Optional(
    Type.String({ description: 'The key asked for, which was merged into this one.' }),
  ),
  version: Type.Integer({ description: 'Counts up without gaps; 1 for a fact.' }),
  changedAt: Instant,
  record: Type.Unknown({ description: 'What the enterprise holds to be true; of a fact: the fact.' }),
  observations: Type.Array(
    Type.Object({
      system: Type.String(),
      localKey: Type.String(),
      version: Type.Optional(Type.String()),
      changedAt: Type.Optional(Instant),
      view: Type.Optional(
        Type.Unknown({
          description: 'Absent: the thing has this key there, but the system has not spoken of it.',
        }),
      ),
    }),
    { description: 'What each system says, under its own key.' },
  ),
});
export type RecordAnswer = Static<typeof RecordAnswer>;
