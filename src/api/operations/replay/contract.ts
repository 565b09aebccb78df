import Type, { type Static } from 'typebox';
import { Count, Instant } from '../contract.ts';

const place = (position: string, time: string) =>
  Type.Union([Type.Integer({ minimum: 1, description: position }), Instant], {
    description: `${position}, or ${time}.`,
  });

const Range = {
  interface: Type.String({ description: 'A target interface: `<system>/<name>`.' }),
  from: place('Position of the first entry to deliver again', 'the time it was recorded from'),
  to: Type.Optional(
    place(
      'Position of the last entry to deliver again',
      'the time it was recorded until; default: all it has come to',
    ),
  ),
};

export const ReplayRequest = Type.Object(
  {
    ...Range,
    rate: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 100_000,
        default: 100,
        description: 'Deliveries a second at the most, within what the system bears.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ReplayRequest = Static<typeof ReplayRequest>;

export const ReplayPreviewRequest = Type.Object(Range, { additionalProperties: false });
export type ReplayPreviewRequest = Static<typeof ReplayPreviewRequest>;

export const ReplayPreview = Type.Object({
  interface: Type.String(),
  from: Type.Integer({ description: 'The first position of the range.' }),
  to: Type.Integer({ description: 'The last position of the range.' }),
  entries: Type.Integer({ description: 'Entries of its entity in the range.' }),
  inScope: Type.Integer({ description: 'Those that are for this target by `sites`, `where` and origin.' }),
  send: Type.Integer({ description: 'Those that would go out: of a state the newest, of facts each.' }),
  superseded: Type.Integer({ description: 'States that a newer one follows, which is at the target.' }),
  open: Type.Integer({
    description: 'Open messages in the range: they go on by themselves, not by the replay.',
  }),
});
export type ReplayPreview = Static<typeof ReplayPreview>;

export const ReplayCancel = Type.Object(
  { interface: Type.String({ description: 'The target whose replay is under way.' }) },
  { additionalProperties: false },
);

const State = Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('cancelled')]);

export const ReplayQuery = Type.Object(
  {
    interface: Type.Optional(Type.String()),
    id: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    state: Type.Optional(State),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 20 })),
  },
  { additionalProperties: false },
);
export type ReplayQuery = Static<typeof ReplayQuery>;

export const Replay = Type.Object({
  id: Type.Integer(),
  interface: Type.String(),
  state: State,
  from: Type.Integer({ description: 'The first position of the range.' }),
  to: Type.Integer({ description: 'The last position of the range.' }),
  position: Type.Integer({ description: 'Everything in the range up to it is decided.' }),
  rate: Type.Number({ description: 'Deliveries a second at the most.' }),
  delivered: Count,
  superseded: Type.Integer({ description: 'States that a newer one followed, which is at the target.' }),
  parked: Type.Integer({
    description: 'Refused or failed, or behind such a message of their key: they wait among the parked.',
  }),
  outOfScope: Count,
  askedBy: Type.String({ description: 'The name of the key.' }),
  askedAt: Instant,
  endedAt: Type.Optional(Instant),
  predictedEnd: Type.Optional(Instant),
});
export type Replay = Static<typeof Replay>;

export const Replays = Type.Object({ replays: Type.Array(Replay, { description: 'The newest first.' }) });
export type Replays = Static<typeof Replays>;
