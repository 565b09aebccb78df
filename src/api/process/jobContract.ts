import Type, { type Static } from 'typebox';
import { Count, Instant } from '../operations/contract.ts';
import { InstancesFilter, reason, signalName } from './contract.ts';

const Kind = Type.Union([
  Type.Literal('signal'),
  Type.Literal('retry'),
  Type.Literal('skip'),
  Type.Literal('cancel'),
  Type.Literal('migrate'),
]);

export const StartJob = Type.Object(
  {
    kind: Kind,
    query: Type.Optional(InstancesFilter),
    all: Type.Optional(
      Type.Literal(true, { description: 'In place of a query: every instance it can be asked of.' }),
    ),
    signal: Type.Optional(signalName),
    data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    reason,
  },
  { additionalProperties: false },
);
export type StartJob = Static<typeof StartJob>;

export const Job = Type.Object({
  id: Type.Integer(),
  kind: Kind,
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('cancelled')]),
  actor: Type.String(),
  reason: Type.String(),
  query: Type.Optional(InstancesFilter),
  signal: Type.Optional(Type.String()),
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
  cancelledBy: Type.Optional(Type.String()),
  instances: Count,
  done: Count,
  leftOut: Count,
  waiting: Type.Integer({ description: 'Not come to yet; of a job that was cancelled: taken back.' }),
});
export type Job = Static<typeof Job>;

export const JobDetail = Type.Interface([Job], {
  left: Type.Array(Type.Object({ about: Type.String(), why: Type.String() }), {
    description: 'Of those it could do nothing with the first hundred, and why.',
  }),
});
export type JobDetail = Static<typeof JobDetail>;

export const Jobs = Type.Object({ jobs: Type.Array(Job, { description: 'The newest first.' }) });
export type Jobs = Static<typeof Jobs>;

export const JobPath = Type.Object({
  process: Type.String(),
  job: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
});

export const Migration = Type.Object({
  version: Type.Integer({ description: 'The one they would be moved to.' }),
  instances: Count,
  states: Type.Array(
    Type.Object({
      version: Type.Integer(),
      state: Type.Unknown(),
      instances: Count,
      to: Type.Optional(Type.Unknown({ description: 'The state they would be in.' })),
      left: Type.Optional(Type.String({ description: 'Why they cannot be moved.' })),
      example: Type.String({ description: 'Canonical key of one of them.' }),
    }),
  ),
});
export type Migration = Static<typeof Migration>;
