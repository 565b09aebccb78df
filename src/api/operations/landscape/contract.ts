import Type, { type Static } from 'typebox';
import { Count, Instant, Problem } from '../contract.ts';

const change = {
  change: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]),
  words: Type.Array(Type.String(), { description: 'What that means, in words.' }),
};

export const Difference = Type.Object({
  rules: Type.Array(Type.Object({ entity: Type.String(), where: Type.String(), ...change }), {
    description: 'Whose word counts, and who is told.',
  }),
  interfaces: Type.Array(Type.Object({ interface: Type.String(), ...change }), {
    description: 'What starts, stops, or starts anew; all others go on untouched.',
  }),
});

export const LandscapeStep = Type.Object({
  id: Count,
  hash: Type.String({ description: 'The same for the same files.' }),
  how: Type.Union([Type.Literal('start'), Type.Literal('apply'), Type.Literal('undo')]),
  at: Instant,
  by: Type.String(),
  reason: Type.Optional(Type.String()),
  difference: Difference,
});

export const LandscapeAnswer = Type.Object({
  running: Type.Object(
    { step: Count, hash: Type.String() },
    { description: 'What this process runs; behind the first of `steps` while it changes over.' },
  ),
  steps: Type.Array(LandscapeStep, { description: 'The newest first; the first is in force.' }),
});
export type LandscapeAnswer = Static<typeof LandscapeAnswer>;

const reason = Type.Optional(Type.String({ maxLength: 1000, description: 'For the audit.' }));

export const ApplyRequest = Type.Object(
  {
    files: Type.Record(Type.String({ maxLength: 1000 }), Type.String(), {
      description: 'The landscape: path below its folder → text.',
    }),
    reason,
    dryRun: Type.Optional(Type.Boolean({ description: 'Only tell what it would come to.' })),
  },
  { additionalProperties: false },
);
export type ApplyRequest = Static<typeof ApplyRequest>;

export const UndoRequest = Type.Object({ reason }, { additionalProperties: false });

export const ApplyAnswer = Type.Object({
  outcome: Type.Union(
    [
      Type.Literal('applied'),
      Type.Literal('would-apply'),
      Type.Literal('unchanged'),
      Type.Literal('refused'),
    ],
    { description: '`refused`: it has the problems told, and nothing was done.' },
  ),
  hash: Type.String(),
  step: Type.Optional(Count),
  changedOver: Type.Optional(
    Type.Boolean({ description: 'Whether this process runs it already; all of them do so within seconds.' }),
  ),
  problems: Type.Array(Problem),
  difference: Difference,
});
export type ApplyAnswer = Static<typeof ApplyAnswer>;
