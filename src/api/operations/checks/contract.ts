import Type, { type Static } from 'typebox';
import { Problem } from '../contract.ts';

export const ChecksQuery = Type.Object(
  { position: Type.Integer({ minimum: 1, description: 'Of an entry of the ledger.' }) },
  { additionalProperties: false },
);

const text = Type.Optional(Type.String());

export const ChecksAnswer = Type.Object({
  interface: Type.String({ description: 'That told it.' }),
  entity: Type.String(),
  translations: Type.Array(Type.Object({ list: Type.String(), value: Type.String(), canonical: text }), {
    description: 'By code lists; without `canonical`: there is none.',
  }),
  references: Type.Array(
    Type.Object({ entity: Type.String(), system: Type.String(), localKey: Type.String(), key: text }),
    { description: 'To other things; without `key`: it is not known.' },
  ),
  rules: Type.Array(Type.Object({ rule: Type.String(), says: Type.String(), broken: Type.Boolean() }), {
    description: 'Of the landscape, and those of the model across records.',
  }),
  findings: Type.Array(
    Type.Object({ severity: Type.Union([Type.Literal('stops'), Type.Literal('warns')]), problem: Problem }),
  ),
  authorised: Type.Optional(
    Type.Object(
      {
        verdict: Type.Union([Type.Literal('counts'), Type.Literal('proposed'), Type.Literal('kept aside')]),
        model: text,
        authority: text,
        rule: Type.Optional(Type.String({ description: '`enterprise.yaml:13`' })),
      },
      { description: 'What its word is worth; absent when it is stopped before.' },
    ),
  ),
});
export type ChecksAnswer = Static<typeof ChecksAnswer>;
