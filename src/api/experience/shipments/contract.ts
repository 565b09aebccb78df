import Type, { type Static } from 'typebox';
import { OpenRow, openPage } from '../open/contract.ts';

export const ShipmentRow = Type.Object({
  ...OpenRow,
  to: Type.Optional(Type.String({ description: 'The site it goes to, or the name of who gets it.' })),
  carrier: Type.Optional(Type.String()),
  tracking: Type.Optional(Type.String()),
  left: Type.Optional(Type.String({ description: 'Day on which it left.' })),
  orders: Type.Array(Type.String(), { description: 'Numbers of the orders that it fulfils.' }),
  lines: Type.Integer(),
});
export type ShipmentRow = Static<typeof ShipmentRow>;

export const ShipmentsPage = openPage(ShipmentRow);
export type ShipmentsPage = Static<typeof ShipmentsPage>;
