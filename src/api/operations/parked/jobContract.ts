import Type, { type Static } from 'typebox';
import { REPLAY_OUTCOMES, type ReplayOutcome } from '../../../vocabulary/outcomes.ts';
import { Count, Instant } from '../contract.ts';
import { ChooseParked, Decided } from './contract.ts';

const outcomes = Object.keys(REPLAY_OUTCOMES) as ReplayOutcome[];

export const ReplayStarted = Type.Object({
  ...Decided.properties,
  job: Type.Optional(Type.Integer({ description: 'The job that tells how it goes; absent: none was open.' })),
});
export type ReplayStarted = Static<typeof ReplayStarted>;

export const ReplayJob = Type.Object({
  id: Type.Integer(),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('cancelled')]),
  actor: Type.String(),
  choice: ChooseParked,
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
  cancelledBy: Type.Optional(Type.String()),
  messages: Count,
  outcomes: Type.Record(Type.String(), Count, {
    description: outcomes.map((outcome) => `\`${outcome}\`: ${REPLAY_OUTCOMES[outcome]}`).join('. '),
  }),
});
export type ReplayJob = Static<typeof ReplayJob>;

export const JobsQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
    state: Type.Optional(
      Type.Literal('running', {
        description: 'Of the newest only those the line has not come to the end of.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const JobsAnswer = Type.Object({
  jobs: Type.Array(ReplayJob, { description: 'The newest first.' }),
});
export type JobsAnswer = Static<typeof JobsAnswer>;
