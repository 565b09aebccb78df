import Type from 'typebox';
import { Count } from '../../operations/contract.ts';

export const Cursor = Type.String({
  pattern: '^[A-Za-z0-9_-]{1,1000}$',
  description: 'What the last answer gave as `next`.',
});

/** What every list of the experience API can be narrowed by. */
export const Listing = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  cursor: Type.Optional(Cursor),
  format: Type.Optional(
    Type.Union([Type.Literal('json'), Type.Literal('csv')], {
      default: 'json',
      description:
        '`csv`: all there are, from `cursor` on, whatever `limit` says; UTF-8 with a byte order mark.',
    }),
  ),
};

export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: '`2026-12-01`.' });

/** How far what was looked through has come. */
export const Register = Type.Object({
  behind: { ...Count, description: 'Entries of the ledger that it has not seen yet.' },
  complete: Type.Boolean({
    description: 'False while it is made from the records that were there before it.',
  }),
});
