import Type, { type Static } from 'typebox';
import { OpenRow, openPage } from '../open/contract.ts';
import { Called } from '../stock/contract.ts';

export const ProductionRow = Type.Object({
  ...OpenRow,
  item: Type.Optional(Called),
  quantity: Type.Optional(Type.String({ description: 'Decimal text, in `unit`.' })),
  made: Type.Optional(Type.String({ description: 'Good so far. Decimal text, in `unit`.' })),
  unit: Type.Optional(Type.String()),
  share: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description: 'Made of what is to be made.',
  }),
  from: Type.Optional(Type.String({ description: 'Day on which it begins, or began.' })),
  held: Type.Boolean({ description: 'Somebody stopped it.' }),
});
export type ProductionRow = Static<typeof ProductionRow>;

export const ProductionPage = openPage(ProductionRow);
export type ProductionPage = Static<typeof ProductionPage>;
