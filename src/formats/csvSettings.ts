import Type, { type Static } from 'typebox';
import { encodingSetting, lineEndSetting, recordLimitSetting } from './settings.ts';

const character = (description: string, byDefault: string) =>
  Type.Optional(Type.String({ maxLength: 8, default: byDefault, description }));

export const csvSettings = Type.Object(
  {
    delimiter: character('What separates fields: `,` `;` a tab (`"\\t"`) or several characters.', ','),
    quote: Type.Optional(
      Type.String({ maxLength: 1, default: '"', description: 'What encloses a field. Empty: nothing does.' }),
    ),
    escape: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1,
        default: '"',
        description: 'What makes a quote inside quotes literal: the quote, doubled, or a backslash.',
      }),
    ),
    header: Type.Optional(
      Type.Boolean({ default: true, description: 'The first line holds the names of the columns.' }),
    ),
    columns: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description:
          'Without a header: the names of the columns, in order. With one: the columns that the header must have, in any order.',
      }),
    ),
    comment: Type.Optional(
      Type.String({ minLength: 1, maxLength: 8, description: 'Lines that begin with this are passed over.' }),
    ),
    skipLines: Type.Optional(
      Type.Integer({ minimum: 0, default: 0, description: 'How many lines to pass over before the header.' }),
    ),
    trim: Type.Optional(
      Type.Boolean({ default: false, description: 'Take blanks off both ends of each field.' }),
    ),
    lineEnd: lineEndSetting,
    encoding: encodingSetting('utf-8'),
    recordLimit: recordLimitSetting,
  },
  {
    additionalProperties: false,
    description:
      'Comma-separated values (RFC 4180 and its dialects). Every field is text; numbers and dates are the concern of the mapping.',
  },
);
export type CsvSettings = Static<typeof csvSettings>;
