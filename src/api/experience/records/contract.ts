import Type, { type Static } from 'typebox';
import { Instant } from '../../operations/contract.ts';
import { Cursor, Day, Listing, Register } from '../listing/contract.ts';

export const RecordsPath = Type.Object({ entity: Type.String({ maxLength: 60 }) });

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
