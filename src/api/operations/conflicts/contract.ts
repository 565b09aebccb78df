import Type, { type Static } from 'typebox';
import { Instant, Page } from '../contract.ts';

const State = Type.Union([Type.Literal('open'), Type.Literal('decided'), Type.Literal('settled-itself')], {
  description: '`settled-itself`: all say the same now, or another word took the place of what stood.',
});

export const ConflictsQuery = Type.Object(
  {
    entity: Type.Optional(Type.String()),
    key: Type.Optional(Type.String({ description: 'Canonical key.' })),
    system: Type.Optional(Type.String({ description: 'One of those who disagree.' })),
    state: Type.Optional(State),
    limit: Page.limit,
    cursor: Page.cursor,
  },
  { additionalProperties: false },
);
export type ConflictsQuery = Static<typeof ConflictsQuery>;

export const Conflict = Type.Object({
  id: Type.Integer(),
  entity: Type.String(),
  key: Type.String({ description: 'Canonical key.' }),
  called: Type.Optional(Type.String({ description: 'What people call it.' })),
  attribute: Type.String({ description: 'JSON pointer, arrays by element key.' }),
  values: Type.Array(
    Type.Object({
      system: Type.String(),
      value: Type.Unknown({ description: 'null: it says there is none.' }),
      at: Type.Optional(
        Type.String({
          description: 'When it was changed there; absent: it stood there when the hub first looked.',
        }),
      ),
      stands: Type.Optional(Type.Boolean({ description: 'The record holds it.' })),
    }),
  ),
  rule: Type.String({ description: 'The connectivity rule that does not settle it: `enterprise.yaml:13`.' }),
  state: State,
  openedAt: Instant,
  decidedAt: Type.Optional(Instant),
  decidedBy: Type.Optional(Type.String()),
  decision: Type.Optional(
    Type.Object({
      value: Type.Unknown(),
      system: Type.Optional(
        Type.String({ description: 'Whose value it is; absent: a value of the steward.' }),
      ),
    }),
  ),
  reason: Type.Optional(Type.String()),
});
export type Conflict = Static<typeof Conflict>;

export const ConflictsPage = Type.Object({
  conflicts: Type.Array(Conflict),
  total: Type.Integer(),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type ConflictsPage = Static<typeof ConflictsPage>;

export const ConflictPath = Type.Object({ id: Type.Integer({ minimum: 1 }) });

const reason = Type.String({ minLength: 3, maxLength: 500, description: 'Kept with the decision.' });

export const DecideConflict = Type.Union([
  Type.Object(
    { system: Type.String({ description: 'The one whose value is to stand.' }), reason },
    { additionalProperties: false },
  ),
  Type.Object(
    { value: Type.Unknown({ description: 'Another value; null: there is none.' }), reason },
    { additionalProperties: false },
  ),
]);
export type DecideConflict = Static<typeof DecideConflict>;

export const Decided = Type.Object({
  decided: Type.Integer(),
  key: Type.String(),
  version: Type.Integer({ description: 'Of the record, since the decision.' }),
  value: Type.Unknown(),
  waits: Type.Array(Type.String(), {
    description:
      'A governed attribute: it waits for a second person, and the conflict stays open until then.',
  }),
});
export type Decided = Static<typeof Decided>;
