import Type, { type Static } from 'typebox';
import { WORK_KINDS, workKinds } from '../../../vocabulary/work.ts';
import { Count, Instant } from '../contract.ts';

const Kind = Type.Enum(workKinds, {
  description: Object.entries(WORK_KINDS)
    .map(([kind, words]) => `\`${kind}\`: ${words}.`)
    .join(' '),
});

export const WorkQuery = Type.Object(
  {
    kind: Type.Optional(Kind),
    entity: Type.Optional(Type.String()),
    system: Type.Optional(Type.String()),
    site: Type.Optional(Type.String()),
    key: Type.Optional(Type.String({ description: 'Canonical key.' })),
    who: Type.Optional(Type.String({ description: 'Those given to them; or theirs, and given to nobody.' })),
    overdue: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  },
  { additionalProperties: false },
);
export type WorkQuery = Static<typeof WorkQuery>;

const item = {
  kind: Kind,
  id: Type.String({ description: 'Unique in its kind.' }),
  title: Type.String({ description: 'For people, in one line.' }),
  entity: Type.String(),
  key: Type.Optional(Type.String({ description: 'Canonical key; absent: the item is a group.' })),
  system: Type.Optional(Type.String({ description: 'Where it came up.' })),
  site: Type.Optional(Type.String()),
  count: Type.Integer({ description: 'How many messages or records it is about.' }),
  severity: Type.Optional(Type.Literal('W', { description: 'The rule lets the record on.' })),
  openedAt: Instant,
  owner: Type.Optional(Type.String({ description: 'Who decides, by `stewardship:` of the landscape.' })),
  assignee: Type.Optional(Type.String()),
  dueAt: Instant,
  overdue: Type.Boolean(),
};

export const WorkPage = Type.Object({
  items: Type.Array(Type.Object(item), { description: 'What is due first at the top.' }),
  total: Count,
  kinds: Type.Record(Type.String(), Count, { description: 'How many of each kind.' }),
});
export type WorkPage = Static<typeof WorkPage>;

export const WorkPath = Type.Object({ kind: Kind, id: Type.String({ minLength: 1, maxLength: 300 }) });

export const WorkDetail = Type.Object({
  ...item,
  state: Type.String({ description: '`open`, or how it ended.' }),
  details: Type.Unknown({ description: 'What is needed to decide; each kind has its own.' }),
  decisions: Type.Record(Type.String(), Type.String(), { description: 'What can be decided.' }),
  comments: Type.Array(Type.Object({ author: Type.String(), comment: Type.String(), at: Instant })),
});
export type WorkDetail = Static<typeof WorkDetail>;

const Text = Type.String({ minLength: 1, maxLength: 100 });

export const AssignWork = Type.Object(
  {
    assignee: Type.Optional({ ...Text, description: 'Absent: given to nobody.' }),
    dueAt: Type.Optional({
      ...Instant,
      description: 'In place of the time that follows from the landscape.',
    }),
  },
  { additionalProperties: false },
);

export const CommentWork = Type.Object(
  { comment: Type.String({ minLength: 1, maxLength: 2000 }) },
  { additionalProperties: false },
);

export const DecideWork = Type.Object(
  {
    decision: Type.String({ description: 'One of its `decisions`.' }),
    reason: Type.Optional(Type.String({ minLength: 3, maxLength: 500, description: 'Kept with it.' })),
    values: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'By attribute, where the decision asks for values: `sites.detroit.planner`.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type DecideWork = Static<typeof DecideWork>;

export const WorkDecided = Type.Object({ did: Type.String({ description: 'What came of it, in words.' }) });
export type WorkDecided = Static<typeof WorkDecided>;
