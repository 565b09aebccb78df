import Type, { type Static } from 'typebox';

const Decimal = Type.String({ pattern: '^\\d{1,18}(\\.\\d{1,9})?$', description: 'Decimal text.' });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Calendar day, `2026-12-01`.' });

/** What is asked for, by the API and by a process. */
export const promiseRequest = Type.Object(
  {
    demand: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Canonical key of the order it is for.' }),
    ),
    segment: Type.Optional(Type.String({ description: 'Whose policy holds.' })),
    to: Type.Optional(Type.String({ description: 'Site or region it goes to.' })),
    partial: Type.Boolean({
      default: false,
      description:
        'Whether a part of a line is promised where there is not enough; else all of it or nothing.',
    }),
    lines: Type.Array(
      Type.Object(
        {
          line: Type.String({ minLength: 1, maxLength: 40 }),
          item: Type.String({ minLength: 1, maxLength: 200, description: 'Canonical key.' }),
          quantity: Type.Object(
            { value: Decimal, unit: Type.String({ description: 'UN/CEFACT Rec 20; that of the stock.' }) },
            { additionalProperties: false },
          ),
          date: Type.String({ ...Day, description: 'When it should arrive.' }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { additionalProperties: false },
);

/** What left the stock of a site, of what was promised. */
export const shippedRequest = Type.Object(
  {
    site: Type.String(),
    at: Type.String({ description: 'When it left.' }),
    lines: Type.Array(
      Type.Object({ line: Type.String(), quantity: Decimal }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type ShippedRequest = Static<typeof shippedRequest>;

/** Where what is promised beyond what is left is promised anew. */
export const replanRequest = Type.Object(
  { item: Type.String({ description: 'Canonical key.' }), site: Type.String() },
  { additionalProperties: false },
);
export type ReplanRequest = Static<typeof replanRequest>;
