import Type from 'typebox';
import { defaultRecordLimit } from './limits.ts';

/** Settings that several formats have, declared once. */
export const recordLimitSetting = Type.Optional(
  Type.Integer({
    minimum: 1,
    default: defaultRecordLimit,
    description: 'The longest record, in characters. A longer one is a problem of its own; the rest goes on.',
  }),
);

/** Without `byDefault` the text itself says how it is encoded. */
export const encodingSetting = (byDefault?: string) =>
  Type.Optional(
    Type.String({
      minLength: 1,
      ...(byDefault !== undefined && { default: byDefault }),
      description:
        'The encoding of the bytes: utf-8, utf-16, windows-1252, latin1, cp850, shift_jis and others. A byte order mark decides before it.',
    }),
  );

export const lineEndSetting = Type.Optional(
  Type.Union([Type.Literal('crlf'), Type.Literal('lf')], {
    default: 'crlf',
    description: 'How lines end when the hub writes; it reads both.',
  }),
);
