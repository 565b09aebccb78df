import Type, { type Static } from 'typebox';
import { Instant } from '../contract.ts';
import { PlanAnswer } from '../plan/contract.ts';

export const ExplainPath = Type.Object({
  entity: Type.String({ maxLength: 60 }),
  key: Type.String({
    maxLength: 300,
    description: 'Canonical key, `<system>:<local key>`, or a local key that only one thing has.',
  }),
});

export const ExplainAnswer = Type.Object({
  entity: Type.String(),
  key: Type.String(),
  version: Type.Integer({
    description: '0: nothing counts of it yet; systems only proposed it, or were kept aside.',
  }),
  changedAt: Type.Optional(Instant),
  localKeys: Type.Array(Type.Object({ system: Type.String(), localKey: Type.String() })),
  wiring: Type.Optional(PlanAnswer.properties.lines.items),
  attributes: Type.Array(
    Type.Object({
      pointer: Type.String({ description: 'JSON pointer; a list is one attribute.' }),
      value: Type.Unknown(),
      saidBy: Type.Array(Type.String(), { description: 'Systems that say the same now.' }),
      otherwise: Type.Array(Type.Object({ system: Type.String(), value: Type.Unknown() }), {
        description: 'What other systems say of it now.',
      }),
    }),
  ),
  lacks: Type.Array(
    Type.Object({
      work: Type.String({ description: 'By which it is answered: `completion/<id>`.' }),
      site: Type.Optional(Type.String()),
      owner: Type.Optional(Type.String()),
      attributes: Type.Array(Type.String()),
      waiting: Type.Array(Type.String(), { description: 'Interfaces that cannot get it before.' }),
      since: Instant,
    }),
    { description: 'What it lacks before systems get it, by the site that is asked.' },
  ),
  requests: Type.Integer({ description: 'Open change requests.' }),
});
export type ExplainAnswer = Static<typeof ExplainAnswer>;
