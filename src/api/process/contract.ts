import Type, { type Static } from 'typebox';
import { Cursor } from '../experience/listing/contract.ts';
import { Instant, onceByKey, Page } from '../operations/contract.ts';

const Status = Type.Union(
  [
    Type.Literal('running'),
    Type.Literal('stuck'),
    Type.Literal('cancelling'),
    Type.Literal('ended'),
    Type.Literal('cancelled'),
  ],
  {
    description:
      '`stuck`: an expression of the chart failed, or a command could not be taken back; a person decides. `cancelling`: what it did is being taken back.',
  },
);

const filter = {
  key: Type.Optional(
    Type.String({
      description:
        'Of anything the instance knows: canonical key, number of a document, or the key in some system, `crm:4711`.',
    }),
  ),
  status: Type.Optional(Status),
  state: Type.Optional(Type.String({ description: 'A state it is in.' })),
  overdue: Type.Optional(Type.Boolean({ description: 'Only those longer in a state than it allows.' })),
  version: Type.Optional(Type.Integer({ description: 'Of the chart.' })),
};

/** Which instances are meant. */
export const InstancesFilter = Type.Object(filter, { additionalProperties: false });
export type InstancesFilter = Static<typeof InstancesFilter>;

export const InstanceOrder = Type.Union(
  [
    Type.Literal('key'),
    Type.Literal('due'),
    Type.Literal('still'),
    Type.Literal('oldest'),
    Type.Literal('newest'),
  ],
  {
    default: 'key',
    description:
      'Which stand at the top. `key`: by the thing they are about. `due`: the one overdue for longest, then those that have a time by which to leave a state, the next one first; others are left out. `still`: the one that has not moved for longest. `oldest`, `newest`: by when they began.',
  },
);
export type InstanceOrder = Static<typeof InstanceOrder>;

export const InstancesQuery = Type.Object(
  { ...filter, first: Type.Optional(InstanceOrder), limit: Page.limit, cursor: Type.Optional(Cursor) },
  { additionalProperties: false },
);
export type InstancesQuery = Static<typeof InstancesQuery>;

export const InstanceView = Type.Object({
  id: Type.String({ description: '`<process>~<canonical key of the thing>`.' }),
  process: Type.String(),
  version: Type.Integer(),
  about: Type.String({ description: 'Canonical key.' }),
  status: Status,
  state: Type.Unknown({ description: 'A state, or states within states: `{"shipping": "packed"}`.' }),
  site: Type.Optional(Type.String({ description: 'Of the thing, as it stands.' })),
  startedAt: Instant,
  changedAt: Instant,
  due: Type.Optional(
    Type.Object(
      { at: Instant, in: Type.String() },
      { description: 'By when it should have left a state; of several the next.' },
    ),
  ),
  overdue: Type.Optional(
    Type.Object(
      { at: Instant, in: Type.String() },
      { description: 'Since when it is longer in a state than that allows.' },
    ),
  ),
  problem: Type.Optional(Type.Object({ detail: Type.String(), advice: Type.String() })),
});
export type InstanceView = Static<typeof InstanceView>;

export const InstancesPage = Type.Object({
  instances: Type.Array(InstanceView),
  total: Type.Integer({ description: 'All that the filter means, whatever the order leaves out.' }),
  next: Type.Optional({ ...Cursor, description: 'Cursor of the next page; absent on the last.' }),
});
export type InstancesPage = Static<typeof InstancesPage>;

export const InstanceDetail = Type.Interface([InstanceView], {
  context: Type.Unknown({ description: 'What the instance knows.' }),
  keys: Type.Array(Type.String({ description: 'Canonical keys by which events find it.' })),
  commands: Type.Array(
    Type.Object({
      name: Type.String(),
      key: Type.String({ description: 'Canonical key of what it is about.' }),
      answer: Type.Optional(Type.Union([Type.Literal('delivered'), Type.Literal('refused')])),
      undoes: Type.Optional(Type.String({ description: 'Number of the command it takes back.' })),
      undoneWith: Type.Optional(
        Type.String({
          description:
            'Number of the later command to the same key that took its place: what takes that one back takes back this one too.',
        }),
      ),
      left: Type.Optional(
        Type.Literal(true, { description: 'Refused, and a person has seen to what it should take back.' }),
      ),
      waits: Type.Optional(
        Type.Array(
          Type.Object({
            message: Type.Integer({ description: 'Id of the parked message.' }),
            interface: Type.String(),
            state: Type.String({
              description: '`parked` waits for a person, `held-behind` for an earlier one of its key.',
            }),
          }),
          { description: 'Where it is stopped on its way.' },
        ),
      ),
      n: Type.String({ description: 'Its number: step and place.' }),
    }),
  ),
  timers: Type.Array(Type.Object({ timer: Type.String(), dueAt: Instant })),
  history: Type.Array(
    Type.Object({
      n: Type.Integer(),
      at: Instant,
      event: Type.String(),
      position: Type.Optional(Type.Integer({ description: 'In the ledger.' })),
      state: Type.Unknown(),
      commands: Type.Array(Type.String()),
      by: Type.Optional(Type.String()),
      reason: Type.Optional(Type.String()),
    }),
  ),
  waiting: Type.Integer({ description: 'Events that wait because it is stuck.' }),
});
export type InstanceDetail = Static<typeof InstanceDetail>;

export const ProcessPath = Type.Object({ process: Type.String() });
export const InstancePath = Type.Object({
  process: Type.String(),
  about: Type.String({ description: 'Canonical key.' }),
});

export const reason = Type.String({ minLength: 3, maxLength: 500, description: 'Kept with the decision.' });
export const signalName = Type.String({
  pattern: '^[a-z][A-Za-z0-9-]{0,63}$',
  description: 'An event without a dot that the chart listens to.',
});
export const Signal = Type.Object(
  {
    signal: signalName,
    data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    reason: Type.Optional(reason),
  },
  { additionalProperties: false },
);
export type Signal = Static<typeof Signal>;
export const StartedOnce = onceByKey('The same start under the same key is done once.');
export const Start = Type.Object(
  {
    about: Type.String({ minLength: 1, maxLength: 200, description: 'Canonical key of the thing.' }),
    data: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'What the event says besides the record of the thing.',
      }),
    ),
  },
  { additionalProperties: false },
);
export const Started = Type.Object({
  id: Type.String({ description: '`<process>~<canonical key of the thing>`.' }),
  process: Type.String(),
  about: Type.String(),
});
export type Started = Static<typeof Started>;
export const Decision = Type.Object({ reason }, { additionalProperties: false });
export const Asked = Type.Object({
  asked: Type.String({ description: 'What the process was asked for; it does it in its turn.' }),
});
