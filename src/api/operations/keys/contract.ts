import Type, { type Static } from 'typebox';

export const AddKey = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 100,
      pattern: '^[^\\s\\u0000-\\u001f]+$',
      description: 'The person or program that acts under it; it stands with all they decide.',
    }),
  },
  { additionalProperties: false },
);

export const KeyAdded = Type.Object({
  name: Type.String(),
  key: Type.String({ description: 'Shown this once; the database keeps only its hash.' }),
});
export type KeyAdded = Static<typeof KeyAdded>;
