import Type, { type Static } from 'typebox';
import { Instant, Page } from '../contract.ts';

export const RecordPath = Type.Object({
  entity: Type.String({ maxLength: 60 }),
  key: Type.String({ maxLength: 300, description: 'Canonical key, fact id, or `<system>:<local key>`.' }),
});

export const RecordQuery = Type.Object(
  {
    asOf: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'What the hub held then. Without it: what it holds now.',
      }),
    ),
  },
  { additionalProperties: false },
);

const Provenance = Type.Object({
  attribute: Type.String({
    description: 'JSON pointer, arrays by element key; with all that is part of it and not named itself.',
  }),
  system: Type.Optional(
    Type.String({ description: '`steward`: a decision. Absent: from before the hub kept it.' }),
  ),
  interface: Type.Optional(Type.String({ description: '`<system>/<interface>`.' })),
  message: Type.Optional(
    Type.Object({
      batch: Type.Integer(),
      ordinal: Type.Integer(),
      id: Type.Optional(Type.String({ description: 'Absent: the document is beyond retention.' })),
      origin: Type.Optional(Type.String()),
    }),
  ),
  conflict: Type.Optional(Type.Integer({ description: 'The conflict that a steward decided.' })),
  at: Type.Optional(
    Type.String({ description: 'When it was changed where it comes from, else when the hub received it.' }),
  ),
  rule: Type.Optional(
    Type.String({
      description: 'By which it stands: `enterprise.yaml:13`, with the strategy where members were weighed.',
    }),
  ),
  from: Type.Optional(
    Type.Array(Type.String(), { description: 'Source fields it is made from, by the present mapping.' }),
  ),
});

export const RecordAnswer = Type.Object({
  entity: Type.String(),
  key: Type.String(),
  called: Type.Optional(Type.String({ description: 'What people call it: its number and its name.' })),
  mergedFrom: Type.Optional(
    Type.String({ description: 'The key asked for, which was merged into this one.' }),
  ),
  version: Type.Integer({ description: 'Counts up without gaps; 1 for a fact.' }),
  changedAt: Instant,
  record: Type.Unknown({ description: 'What the enterprise holds to be true; of a fact: the fact.' }),
  asOf: Type.Optional(Type.String()),
  provenance: Type.Optional(
    Type.Array(Provenance, {
      description:
        'Who said what stands. As of a time it is whoever changed an attribute last by then, without the rule; nobody where that is beyond retention.',
    }),
  ),
  contested: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Attributes over which systems disagree: each has an open conflict.',
    }),
  ),
  observations: Type.Array(
    Type.Object({
      system: Type.String(),
      localKey: Type.String(),
      version: Type.Optional(Type.String()),
      changedAt: Type.Optional(Instant),
      view: Type.Optional(
        Type.Unknown({
          description: 'Absent: the thing has this key there, but the system has not spoken of it.',
        }),
      ),
    }),
    { description: 'What each system says, under its own key.' },
  ),
});
export type RecordAnswer = Static<typeof RecordAnswer>;

export const HistoryQuery = Type.Object(
  { limit: Page.limit, cursor: Page.cursor },
  { additionalProperties: false },
);
export type HistoryQuery = Static<typeof HistoryQuery>;

export const History = Type.Object({
  entity: Type.String(),
  key: Type.String(),
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      change: Type.String({ description: '`created`, `updated`, `merged`, `split` or `ended`.' }),
      changed: Type.Array(Type.String(), { description: 'JSON pointers; empty: all of it.' }),
      system: Type.String({ description: 'Whose word it was; `steward`: a decision.' }),
      at: Type.String({ description: 'When it was changed there.' }),
      recordedAt: Instant,
      position: Type.Integer({ description: 'Of its entry in the ledger.' }),
      record: Type.Unknown(),
    }),
    { description: 'The newest first.' },
  ),
  knownFrom: Type.Optional(
    Type.String({ description: 'Versions from before then are beyond retention; absent: all are known.' }),
  ),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type History = Static<typeof History>;
