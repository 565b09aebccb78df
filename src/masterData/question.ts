import Type, { type Static } from 'typebox';

const quantity = Type.Object({ value: Type.String(), unit: Type.String() });

/** Whether an order may be taken on: who orders, what, and what the golden record must say of them. */
export const masterDataQuestion = Type.Object({
  /** Canonical key. */
  customer: Type.String(),
  /** Statuses, and kinds of holds, of the customer. */
  customerStatuses: Type.Array(Type.String()),
  customerHolds: Type.Array(Type.String()),
  itemStatuses: Type.Array(Type.String()),
  /** With it the order is held against the customer's credit limit there. */
  company: Type.Optional(Type.String()),
  lines: Type.Array(
    Type.Object({
      item: Type.String(),
      quantity,
      price: Type.Optional(
        Type.Object({ amount: Type.String(), currency: Type.String(), per: Type.Optional(quantity) }),
      ),
    }),
  ),
});

export type MasterDataQuestion = Static<typeof masterDataQuestion>;
