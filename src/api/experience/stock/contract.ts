import Type, { type Static } from 'typebox';
import { Instant } from '../../operations/contract.ts';
import { Cursor, Listing, Register } from '../listing/contract.ts';

export const Called = Type.Object({
  key: Type.String(),
  number: Type.String({ description: 'What people call it by.' }),
  name: Type.Optional(Type.String({ description: 'In the language of the landscape, where there is one.' })),
});

export const StockQuery = Type.Object(
  {
    site: Type.Optional(Type.String({ maxLength: 60 })),
    text: Type.Optional(
      Type.String({ maxLength: 200, description: 'Words that numbers and names of the item begin with.' }),
    ),
    ...Listing,
  },
  { additionalProperties: false },
);
export type StockQuery = Static<typeof StockQuery>;

const Decimal = Type.String({ description: 'Decimal text, in `unit`.' });

export const StockRow = Type.Object({
  item: Called,
  site: Type.String(),
  unit: Type.String(),
  onHand: { ...Decimal, description: 'Our own, that nothing is wrong with. Decimal text, in `unit`.' },
  notFree: { ...Decimal, description: 'There as well: blocked, in inspection, or of another owner.' },
  reserved: Type.Optional({ ...Decimal, description: 'Promised to orders; where the hub promises.' }),
  available: Type.Optional({
    ...Decimal,
    description: 'Free today and on every later day; where the hub promises.',
  }),
  asOf: Type.Optional({ ...Instant, description: 'When the oldest of the figures was told.' }),
  ageSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description:
      'How far behind those are who tell it, the furthest of them; null: one has not said how far it is.',
  }),
  late: Type.Boolean({ description: 'Older than its connectivity rule lets planning rely on.' }),
});
export type StockRow = Static<typeof StockRow>;

export const StockPage = Type.Object({
  rows: Type.Array(StockRow, { description: 'By the number of the item, then by site.' }),
  promising: Type.Boolean({ description: 'Whether the hub promises, so that it knows what is reserved.' }),
  register: Register,
  next: Type.Optional(Cursor),
});
export type StockPage = Static<typeof StockPage>;
