import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { Count } from '../../operations/contract.ts';
import { Cursor, Day, Listing, Register } from '../listing/contract.ts';

/** What lists of open documents are narrowed by. */
export const Narrowing = {
  site: Type.Optional(Type.String({ maxLength: 60 })),
  state: Type.Optional(
    Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20, description: 'Any of these.' }),
  ),
  text: Type.Optional(
    Type.String({ maxLength: 200, description: 'Words that its numbers begin with, all of them.' }),
  ),
  late: Type.Optional(Type.Literal(true, { description: 'Only those whose day is over at their site.' })),
  ...Listing,
};

export const OpenQuery = Type.Object(Narrowing, { additionalProperties: false });
export type OpenQuery = Static<typeof OpenQuery>;

/** What every row of such a list says. */
export const OpenRow = {
  key: Type.String(),
  number: Type.String(),
  site: Type.Optional(Type.String()),
  state: Type.String(),
  day: Type.Optional({ ...Day, description: 'On which it is wanted or expected.' }),
  late: Type.Boolean({ description: 'That day is over at its site.' }),
};

export const Counts = Type.Object({
  open: Count,
  late: Count,
  states: Type.Record(Type.String(), Count),
  capped: Type.Boolean({ description: 'There are more than 100,000; the first of them by day are counted.' }),
});
export type Counts = Static<typeof Counts>;

/** A page of a list, the one that is wanted first at its top. */
export function openPage<Row extends TProperties>(row: TObject<Row>) {
  return Type.Object({
    rows: Type.Array(row),
    counts: { ...Counts, description: 'Of all that are open, at the site that was asked for.' },
    register: Register,
    next: Type.Optional(Cursor),
  });
}
