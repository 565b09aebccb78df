import Type, { type Static } from 'typebox';
import { encodingSetting, lineEndSetting, recordLimitSetting } from './settings.ts';

const field = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'The name of the field in the document.' }),
    start: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Position of its first character, from 1. Default: after the field before.',
      }),
    ),
    width: Type.Integer({ minimum: 1, maximum: 100_000, description: 'How many characters it has.' }),
    align: Type.Optional(
      Type.Union([Type.Literal('left'), Type.Literal('right')], {
        default: 'left',
        description: 'On which side the text stands.',
      }),
    ),
    pad: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1,
        default: ' ',
        description: 'What fills the rest: a blank, or `0`.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Field = Static<typeof field>;

const fields = Type.Array(field, { minItems: 1, description: 'The fields of a line, from left to right.' });

const recordType = Type.Object(
  {
    fields: Type.Optional(fields),
    under: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'The type of line that this one belongs to. Without it the line begins a new document.',
      }),
    ),
    as: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Name of the list in the upper line. Default: the type itself.',
      }),
    ),
    ignore: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Lines of this type (headers and trailers of a file) are passed over.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type RecordType = Static<typeof recordType>;

export const fixedWidthSettings = Type.Object(
  {
    fields: Type.Optional(fields),
    type: Type.Optional(
      Type.Object(
        {
          start: Type.Integer({ minimum: 1, description: 'Position of its first character, from 1.' }),
          width: Type.Integer({ minimum: 1, description: 'How many characters it has.' }),
        },
        {
          additionalProperties: false,
          description: 'Where a line says of which type it is, when there are several.',
        },
      ),
    ),
    records: Type.Optional(
      Type.Record(Type.String(), recordType, {
        description: 'The types of lines, by what stands in the place of `type`.',
        examples: [{ H: { fields: [] }, L: { under: 'H', as: 'lines', fields: [] } }],
      }),
    ),
    length: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'How long every line is. Without it blanks at the end may be missing.',
      }),
    ),
    lineEnd: lineEndSetting,
    encoding: encodingSetting('utf-8'),
    recordLimit: recordLimitSetting,
  },
  {
    additionalProperties: false,
    description:
      'Lines with fields at fixed positions. One type of line (`fields`) or several (`type`, `records`), of which some stand under others and make one document with them. Widths count characters.',
  },
);
export type FixedWidthSettings = Static<typeof fixedWidthSettings>;
