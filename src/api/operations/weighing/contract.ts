import Type, { type Static } from 'typebox';

const page = {
  entity: Type.String(),
  after: Type.Optional(Type.String({ description: '`last` of the page before; absent: the first page.' })),
};

export const PreviewWeighing = Type.Object(page, { additionalProperties: false });

export const WeighAnew = Type.Object(
  { ...page, reason: Type.String({ minLength: 3, maxLength: 500, description: 'Kept with what changes.' }) },
  { additionalProperties: false },
);

const value = (description: string) => Type.Optional(Type.Unknown({ description }));

export const Weighing = Type.Object({
  looked: Type.Integer({ description: 'Records of the page.' }),
  turns: Type.Array(
    Type.Object({
      key: Type.String({ description: 'Canonical key.' }),
      changes: Type.Array(
        Type.Object({
          attribute: Type.String({ description: 'JSON pointer, arrays by element key.' }),
          held: value('What stands; absent: nothing.'),
          becomes: value('What the rules say; absent: nothing.'),
          system: Type.String({ description: 'By whose word.' }),
        }),
      ),
    }),
  ),
  settled: Type.Integer({ description: 'Open conflicts that the rules settle.' }),
  left: Type.Array(
    Type.Object({
      key: Type.String({ description: 'Canonical key of a record that stays as it is.' }),
      detail: Type.String({ description: 'Which rule what the others make of it would break.' }),
    }),
  ),
  last: Type.Optional(Type.String({ description: 'Where the next page begins; absent on the last.' })),
});
export type Weighing = Static<typeof Weighing>;
