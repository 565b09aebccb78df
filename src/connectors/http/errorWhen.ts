import Type, { type Static } from 'typebox';
import { closed, field } from './settingKinds.ts';

export const ErrorWhen = Type.Object(
  {
    field: field('Path into the answer. The answer is an error when the field is there and says something.'),
    in: Type.Optional(Type.Array(Type.Unknown(), { description: 'Only these values are errors.' })),
    not: Type.Optional(Type.Array(Type.Unknown(), { description: 'Every value but these is an error.' })),
    message: Type.Optional(field("Where the answer's own words are.")),
    transient: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: 'Values of `field` worth another try: a lock, a record in use.',
      }),
    ),
  },
  {
    ...closed,
    description:
      "Where the target's own error stands: with status 200, and to tell a refusal from a lock or a breakdown with 4xx and 500.",
  },
);
export type ErrorWhen = Static<typeof ErrorWhen>;
