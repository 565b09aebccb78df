import Type, { type Static } from 'typebox';
import { Count, Instant } from '../../operations/contract.ts';

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

export const RecordsPath = Type.Object({ entity: Type.String({ maxLength: 60 }) });

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: '`2026-12-01`.' });

export const RecordsQuery = Type.Object(
  {
    site: Type.Optional(Type.String({ maxLength: 60 })),
    state: Type.Optional(
      Type.Array(Type.String({ maxLength: 60 }), {
        maxItems: 20,
        description:
          'Any of these: the status of a master or document, of a position the status of the stock.',
      }),
    ),
    item: Type.Optional(
      Type.String({ maxLength: 300, description: 'Canonical key of the item it is of, or has a line of.' }),
    ),
    text: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Words that its numbers and names begin with, all of them.',
      }),
    ),
    open: Type.Optional(
      Type.Literal(true, {
        description:
          'Those not yet done with; the one wanted or expected first comes first, in place of the order of keys.',
      }),
    ),
    before: Type.Optional({ ...Day, description: 'Wanted or expected before that day.' }),
    ...Listing,
  },
  { additionalProperties: false },
);
export type RecordsQuery = Static<typeof RecordsQuery>;

/** How far what was looked through has come. */
export const Register = Type.Object({
  behind: { ...Count, description: 'Entries of the ledger that it has not seen yet.' },
  complete: Type.Boolean({
    description: 'False while it is made from the records that were there before it.',
  }),
});

export const RecordsPage = Type.Object({
  entity: Type.String(),
  records: Type.Array(
    Type.Object({
      key: Type.String(),
      label: Type.String({ description: 'What people call it by: its number, code or name.' }),
      version: Type.Integer(),
      changedAt: Instant,
      day: Type.Optional({ ...Day, description: 'On which it is wanted or expected.' }),
      record: Type.Unknown({ description: 'What the enterprise holds to be true.' }),
    }),
  ),
  register: Register,
  next: Type.Optional(Cursor),
});
export type RecordsPage = Static<typeof RecordsPage>;
