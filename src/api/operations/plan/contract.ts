import Type, { type Static } from 'typebox';
import { Count } from '../contract.ts';

const at = { interface: Type.String(), file: Type.String(), line: Count };

export const PlanAnswer = Type.Object({
  enterprise: Type.String(),
  lines: Type.Array(
    Type.Object({
      entity: Type.String(),
      domain: Type.String({ description: 'The group of entities it is in: `master`, `sales`.' }),
      where: Type.String({ description: '`everywhere`, `in pumps`, `at detroit`.' }),
      segments: Type.Array(Type.String(), {
        description: 'The segments it holds in, also where it holds for part of one only.',
      }),
      model: Type.String(),
      authority: Type.Optional(Type.String({ description: 'The system whose word counts.' })),
      maxStaleness: Type.Optional(Type.Integer({ description: 'Milliseconds.' })),
      rule: Type.String({ description: 'Where it is declared: `enterprise.yaml:13`.' }),
      survivorship: Type.Optional(
        Type.Array(Type.Object({ what: Type.String(), how: Type.String(), rule: Type.String() }), {
          description: 'Which word stands, where it is declared.',
        }),
      ),
      tellers: Type.Array(
        Type.Object({ ...at, role: Type.String({ description: 'What its word is worth.' }) }),
      ),
      receivers: Type.Array(
        Type.Object({
          ...at,
          gets: Type.String(),
          requires: Type.Optional(
            Type.Array(Type.String(), { description: 'What a new thing must have before.' }),
          ),
          sites: Type.Optional(
            Type.Array(Type.String(), { description: 'It gets what is of these sites alone.' }),
          ),
          where: Type.Optional(Type.String({ description: 'It gets what this JSONata holds for alone.' })),
          leftOut: Type.Optional(
            Type.Boolean({ description: 'Of one thing: as it stands, the target gets nothing of it.' }),
          ),
        }),
      ),
    }),
  ),
});
export type PlanAnswer = Static<typeof PlanAnswer>;
