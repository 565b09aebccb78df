import Type, { type Static } from 'typebox';
import { FORESEEN_OUTCOMES, type ForeseenOutcome } from '../../../vocabulary/outcomes.ts';
import { Count, Problem } from '../contract.ts';
import { choice } from './contract.ts';

const outcomes = Object.keys(FORESEEN_OUTCOMES) as ForeseenOutcome[];
const Outcome = Type.Unsafe<ForeseenOutcome>({
  enum: outcomes,
  description: outcomes.map((outcome) => `\`${outcome}\`: ${FORESEEN_OUTCOMES[outcome]}`).join('. '),
});

export const PreviewParked = Type.Object(
  {
    ...choice,
    outcome: Type.Optional(Outcome),
    limit: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1000, default: 100, description: 'Messages told one by one.' }),
    ),
  },
  { additionalProperties: false },
);
export type PreviewParked = Static<typeof PreviewParked>;

export const Preview = Type.Object({
  chosen: Count,
  followers: Type.Integer({ description: 'Messages behind the chosen ones, told with them.' }),
  sums: Type.Record(Type.String(), Count, { description: 'Of all of them, by outcome.' }),
  stopped: Type.Array(
    Type.Object({ group: Type.String(), title: Type.String(), count: Count, example: Type.Integer() }),
    { description: 'What they would meet, the most frequent first; at most 50.' },
  ),
  messages: Type.Array(
    Type.Object({
      id: Type.Integer(),
      interface: Type.String(),
      key: Type.Optional(Type.String()),
      follows: Type.Boolean({ description: 'Not chosen: it waits behind one that is.' }),
      outcome: Outcome,
      problem: Type.Optional(Problem),
    }),
    { description: 'The first of them; with `outcome`, the first with it.' },
  ),
});
export type Preview = Static<typeof Preview>;
