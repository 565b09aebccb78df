import Type, { type Static } from 'typebox';
import { Count, Instant } from '../contract.ts';

export const MissingCode = Type.Object({
  list: Type.String(),
  system: Type.String(),
  value: Type.String({
    description: 'What the system writes; of `out`, the canonical value it has no word for.',
  }),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  count: Type.Integer({ description: 'Messages parked for it.' }),
  since: Instant,
  group: Type.String({ description: 'Of the parked messages.' }),
  mended: Type.Boolean({ description: 'It has a translation now: what is parked can be handed back.' }),
});
export type MissingCode = Static<typeof MissingCode>;

export const MissingCodes = Type.Object({
  missing: Type.Array(MissingCode, { description: 'The most frequent first.' }),
});
export type MissingCodes = Static<typeof MissingCodes>;

const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

const addition = {
  list: text('Canonical code list.'),
  system: text('The system that writes the value.'),
  value: text('How the system writes it.'),
  canonical: text('The value of the canonical list.'),
};

export const AddCode = Type.Object(addition, { additionalProperties: false });
export type AddCode = Static<typeof AddCode>;

export const CodeAdded = Type.Object({
  ...addition,
  file: Type.String({ description: "Relative to the landscape's folder." }),
  diff: Type.String({ description: 'The change of that file, to be committed to git.' }),
  written: Type.Boolean({ description: 'The hub has changed the file in its folder.' }),
  because: Type.Optional(Type.String({ description: 'Why not.' })),
  group: Type.Optional(
    Type.String({ description: 'Messages that were parked for it: replay hands them back.' }),
  ),
  parked: Count,
});
export type CodeAdded = Static<typeof CodeAdded>;

export const CodeAdditions = Type.Object({
  additions: Type.Array(
    Type.Object({
      ...addition,
      addedBy: Type.String(),
      addedAt: Instant,
      inFile: Type.Boolean({ description: 'It stands in the files of the landscape now.' }),
    }),
  ),
});
export type CodeAdditions = Static<typeof CodeAdditions>;
