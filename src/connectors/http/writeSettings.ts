import Type, { type Static } from 'typebox';
import { ErrorWhen } from './errorWhen.ts';
import { closed, field } from './settingKinds.ts';

const Method = Type.Union([Type.Literal('POST'), Type.Literal('PUT'), Type.Literal('PATCH')], {
  description: 'Default: POST for what is created or sent in bulk, else PUT.',
});
const Bulk = Type.Object(
  {
    path: Type.Optional(Type.String({ description: 'Default: the path of the single call.' })),
    method: Type.Optional(Method),
    size: Type.Integer({ description: 'Documents in one call.', minimum: 1, maximum: 10_000 }),
    items: Type.Optional(
      Type.String({ description: 'Field that wraps the list; without it the body is the list.' }),
    ),
    results: Type.Optional(
      field('Path of the list of results, in the order sent; `.` is the answer itself.'),
    ),
    status: Type.Optional(field('In a result: HTTP status, word or true; default `status`.')),
    succeeded: Type.Optional(
      Type.Array(Type.Unknown(), {
        description: 'Values of `status` that mean done; default 2xx, true, ok, success, created, updated.',
      }),
    ),
    message: Type.Optional(field("In a result: the target's own words.")),
  },
  { ...closed, description: 'Several documents in one call.' },
);
export type Bulk = Static<typeof Bulk>;

const Lookup = Type.Object(
  {
    path: Type.String({
      description:
        'Template below the url that finds one delivery, and only that: `/orders?reference={id}`, or a field of the document.',
    }),
    found: Type.Optional(
      field(
        'Path in the answer that says something when it is there: `value.0.id`. Default: any 2xx; 404 and 410 are no.',
      ),
    ),
    localKey: Type.Optional(field('Path in that answer of the key the target gave.')),
  },
  {
    ...closed,
    description:
      'How to ask whether a delivery is there, by GET, before it is sent again; for targets that know no idempotency key.',
  },
);
export type Lookup = Static<typeof Lookup>;

export const Write = Type.Object(
  {
    method: Type.Optional(Method),
    path: Type.String({
      description: "Template below the url: `/Products('{localKey}')`, or a field of the document.",
    }),
    create: Type.Optional(
      Type.Object(
        { method: Type.Optional(Method), path: Type.String({ description: 'Template below the url.' }) },
        { ...closed, description: 'Used while the target has no key of its own for the thing.' },
      ),
    ),
    localKey: Type.Optional(
      field('Path in the answer of the key the target gave; else the Location header is read.'),
    ),
    idempotencyHeader: Type.Optional(
      Type.String({
        description: 'Carries the id of the delivery, the same in every attempt.',
        default: 'Idempotency-Key',
      }),
    ),
    ifMatch: Type.Optional(
      Type.Boolean({ description: 'Update only the state that was read.', default: false }),
    ),
    lookup: Type.Optional(Lookup),
    bulk: Type.Optional(Bulk),
    success: Type.Optional(
      Type.Array(Type.Integer({ minimum: 100, maximum: 599 }), { description: 'Default: 2xx.' }),
    ),
    errorWhen: Type.Optional(ErrorWhen),
    concurrency: Type.Optional(
      Type.Integer({ description: 'Calls on the way at once.', minimum: 1, maximum: 64, default: 8 }),
    ),
    batch: Type.Optional(
      Type.Integer({
        description: 'Deliveries handed over at once.',
        minimum: 1,
        maximum: 10_000,
        default: 64,
      }),
    ),
  },
  closed,
);
export type Write = Static<typeof Write>;
