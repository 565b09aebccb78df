import Type, { type Static } from 'typebox';
import { CLOSED_STATES, OPEN_STATES } from '../../../vocabulary/states.ts';
import { Attempts, Count, Instant, Page, Problem } from '../contract.ts';

const State = Type.Union(
  [...OPEN_STATES, ...CLOSED_STATES].map((state) => Type.Literal(state)),
  {
    description:
      '`parked` waits for a decision, `held-behind` for an earlier one of its key, `retrying` for its time, `waiting` for the line.',
  },
);

export const filter = {
  interface: Type.Optional(Type.String({ description: '`<system>/<name>`' })),
  system: Type.Optional(Type.String()),
  entity: Type.Optional(Type.String()),
  code: Type.Optional(Type.String({ description: 'Problem code.' })),
  key: Type.Optional(Type.String({ description: 'The key whose order is kept.' })),
  group: Type.Optional(Type.String({ description: 'Id of a group: those parked for the same cause.' })),
  since: Type.Optional(Type.String({ format: 'date-time', description: 'Parked at this time or later.' })),
  until: Type.Optional(Type.String({ format: 'date-time', description: 'Parked before this time.' })),
};

export const ParkedFilter = Type.Object(filter, { additionalProperties: false });
export type ParkedFilter = Static<typeof ParkedFilter>;

export const ParkedQuery = Type.Object(
  {
    ...filter,
    state: Type.Optional(Type.Array(State, { description: 'Default: those still open.' })),
    limit: Page.limit,
    cursor: Page.cursor,
  },
  { additionalProperties: false },
);
export type ParkedQuery = Static<typeof ParkedQuery>;

const message = {
  id: Type.Integer(),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  interface: Type.String(),
  entity: Type.String(),
  state: Type.String(),
  key: Type.Optional(Type.String()),
  problem: Problem,
  messageId: Type.Optional(Type.String()),
  origin: Type.Optional(Type.String({ description: 'Where it came from, for people: `orders.csv:17`.' })),
  position: Type.Optional(
    Type.Integer({ description: 'Out: the entry. In: the head of the ledger when it came.' }),
  ),
  attempts: Count,
  nextAttemptAt: Type.Optional(Instant),
  receivedAt: Instant,
  parkedAt: Instant,
  decidedAt: Type.Optional(Instant),
  decidedBy: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  group: Type.String({ description: 'Those parked for the same cause have the same.' }),
  unblocked: Type.Optional(
    Type.Object(
      { at: Instant, by: Type.String(), reason: Type.String() },
      { description: 'The later messages of its key go on while it stays.' },
    ),
  ),
};

export const ParkedMessage = Type.Object(message);
export type ParkedMessage = Static<typeof ParkedMessage>;

export const ParkedPage = Type.Object({
  messages: Type.Array(ParkedMessage),
  total: Type.Integer({ description: 'Of the filter, over all pages.' }),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type ParkedPage = Static<typeof ParkedPage>;

export const ParkedDetail = Type.Object({
  ...message,
  tries: Attempts,
  raw: Type.Optional(Type.String({ description: 'In: the message as it was received.' })),
  document: Type.Optional(Type.Unknown({ description: 'In: the message as it was decoded.' })),
  edits: Type.Optional(
    Type.Array(
      Type.Object({
        version: Type.Integer({ description: '1 is what was received.' }),
        document: Type.Unknown(),
        by: Type.String(),
        at: Instant,
        reason: Type.String(),
      }),
      { description: 'Documents given to it since, the oldest first; a replay takes the last.' },
    ),
  ),
  event: Type.Optional(Type.Unknown({ description: 'Out: the event of the ledger that could not go out.' })),
});
export type ParkedDetail = Static<typeof ParkedDetail>;

/** Which messages are meant, in exactly one way. */
export const choice = {
  ids: Type.Optional(Type.Array(Type.Integer(), { minItems: 1, maxItems: 10_000 })),
  filter: Type.Optional(ParkedFilter),
  all: Type.Optional(Type.Boolean({ description: 'Every open message; in place of `ids` and `filter`.' })),
};

export const ChooseParked = Type.Object(choice, { additionalProperties: false });
export type ChooseParked = Static<typeof ChooseParked>;

export const Reason = Type.String({
  minLength: 3,
  maxLength: 500,
  description: 'Why; kept with the decision.',
});

export const DiscardParked = Type.Object({ ...choice, reason: Reason }, { additionalProperties: false });
export type DiscardParked = Static<typeof DiscardParked>;

export const Decided = Type.Object({
  decided: Type.Integer({ description: 'Messages the decision took hold of.' }),
  left: Type.Integer({ description: 'Asked for by id, but no longer open for this decision.' }),
});
export type Decided = Static<typeof Decided>;
