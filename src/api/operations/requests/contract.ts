import Type, { type Static } from 'typebox';
import { Instant, Page } from '../contract.ts';

const State = Type.Union(
  [
    Type.Literal('open'),
    Type.Literal('taken over'),
    Type.Literal('withdrawn'),
    Type.Literal('rejected'),
    Type.Literal('accepted'),
  ],
  {
    description:
      '`taken over`: the authority says the same now. `withdrawn`: the system that asked says so no more. `rejected`, `accepted`: a person said no, or yes.',
  },
);

export const RequestsQuery = Type.Object(
  {
    entity: Type.Optional(Type.String()),
    system: Type.Optional(Type.String({ description: 'The one that asks.' })),
    key: Type.Optional(Type.String({ description: 'Canonical key.' })),
    state: Type.Optional(State),
    limit: Page.limit,
    cursor: Page.cursor,
  },
  { additionalProperties: false },
);
export type RequestsQuery = Static<typeof RequestsQuery>;

export const ChangeRequest = Type.Object({
  id: Type.Integer(),
  entity: Type.String(),
  key: Type.String({ description: 'Canonical key; of a new thing the one it will have.' }),
  interface: Type.String({ description: 'Who asks: `<system>/<name>`.' }),
  localKey: Type.String({ description: 'Its key in the system that asks.' }),
  kind: Type.Union([Type.Literal('new'), Type.Literal('change')]),
  changed: Type.Array(
    Type.Object({
      attribute: Type.String({ description: 'JSON pointer, arrays by element key.' }),
      is: Type.Optional(Type.Unknown({ description: 'What holds now; absent: nothing does.' })),
      proposed: Type.Optional(Type.Unknown()),
    }),
  ),
  authority: Type.Optional(Type.String({ description: 'The system whose word counts.' })),
  rule: Type.String({ description: 'Where that is declared: `enterprise.yaml:13`.' }),
  state: State,
  askedAt: Instant,
  decidedAt: Type.Optional(Instant),
  decidedBy: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
});
export type ChangeRequest = Static<typeof ChangeRequest>;

export const RequestsPage = Type.Object({
  requests: Type.Array(ChangeRequest),
  total: Type.Integer(),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type RequestsPage = Static<typeof RequestsPage>;

export const RequestPath = Type.Object({ id: Type.Integer({ minimum: 1 }) });

export const RejectRequest = Type.Object(
  { reason: Type.String({ minLength: 3, maxLength: 500, description: 'Kept with the decision.' }) },
  { additionalProperties: false },
);

export const AcceptRequest = Type.Object(
  {
    reason: Type.Optional(
      Type.String({ minLength: 3, maxLength: 500, description: 'Kept with the decision.' }),
    ),
  },
  { additionalProperties: false },
);

export const AcceptedRequest = Type.Object({
  accepted: Type.Integer(),
  changed: Type.Array(Type.String(), {
    description: 'JSON pointers of what changed by it; empty: it was so already, or the thing is new.',
  }),
  waits: Type.Array(Type.String(), {
    description: 'JSON pointers of governed attributes: they change when a second person approves.',
  }),
});
export type AcceptedRequest = Static<typeof AcceptedRequest>;
