import Type, { type Static } from 'typebox';
import { Narrowing, OpenRow, openPage } from '../open/contract.ts';
import { Called } from '../stock/contract.ts';

const KINDS = [
  Type.Literal('late'),
  Type.Literal('deferred'),
  Type.Literal('waiting'),
  Type.Literal('short'),
  Type.Literal('stale'),
] as const;

export const Threat = Type.Object({
  kind: Type.Union([...KINDS], {
    description:
      '`late`: the day is over. `deferred`: it is promised for a day after the one wanted. `waiting`: a message on it waits for a decision or an attempt. `short`: there is not enough. `stale`: how much there is was told too long ago.',
  }),
  says: Type.String(),
  parked: Type.Optional(Type.Integer({ description: 'The message that waits.' })),
});
export type Threat = Static<typeof Threat>;

export const OrdersQuery = Type.Object(
  {
    ...Narrowing,
    threat: Type.Optional(
      Type.Union([...KINDS, Type.Literal('any')], {
        description: 'Only those that this threatens.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type OrdersQuery = Static<typeof OrdersQuery>;

export const OrderRow = Type.Object({
  ...OpenRow,
  customer: Type.Optional(Called),
  confirmed: Type.Optional(
    Type.String({ description: 'The last day that was promised for one of its lines.' }),
  ),
  lines: Type.Integer(),
  value: Type.Optional(Type.Object({ amount: Type.String(), currency: Type.String() })),
  threats: Type.Array(Threat),
});
export type OrderRow = Static<typeof OrderRow>;

export const OrdersPage = openPage(OrderRow);
export type OrdersPage = Static<typeof OrdersPage>;
