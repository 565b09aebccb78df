import Type, { type Static } from 'typebox';
import { Instant } from '../contract.ts';

export const ReplayRequest = Type.Object(
  {
    interface: Type.String({ description: 'A target interface: `<system>/<name>`.' }),
    from: Type.Union(
      [Type.Integer({ minimum: 1, description: 'Position of the first entry to deliver again.' }), Instant],
      {
        description: 'Position of the first entry to deliver again, or the time it was recorded from.',
      },
    ),
    confirm: Type.Optional(
      Type.Boolean({
        description: 'Also when open messages lie in the range: they are then delivered anew with the rest.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ReplayRequest = Static<typeof ReplayRequest>;

export const ReplayAnswer = Type.Object({
  interface: Type.String(),
  from: Type.Integer({ description: 'The first entry that is delivered again.' }),
  was: Type.Integer({ description: 'The position it had come to.' }),
  entries: Type.Integer({ description: 'Entries of its entity in the range; those out of scope stay out.' }),
  superseded: Type.Integer({ description: 'Open messages in the range that the replay takes the place of.' }),
});
export type ReplayAnswer = Static<typeof ReplayAnswer>;
