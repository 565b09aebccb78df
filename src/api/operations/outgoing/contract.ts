import Type, { type Static } from 'typebox';
import { Problem } from '../contract.ts';

export const OutgoingQuery = Type.Object(
  {
    interface: Type.String({ description: 'A target interface: `<system>/<name>`.' }),
    position: Type.Integer({ minimum: 1, description: 'Of an entry of the ledger.' }),
  },
  { additionalProperties: false },
);

export const OutgoingAnswer = Type.Object({
  interface: Type.String(),
  position: Type.Integer(),
  source: Type.Unknown({
    description: 'What the mapping is run on: `{key, localKey, record, …}`, of a fact `{key, fact}`.',
  }),
  document: Type.Optional(
    Type.Unknown({ description: 'Absent with a problem, or when the mapping leaves the entry out.' }),
  ),
  sha256: Type.Optional(
    Type.String({
      description:
        'Of the document as JSON text, without spaces, in UTF-8. A `delivered` step of the trace has that of the document that was sent.',
    }),
  ),
  problem: Type.Optional(Problem),
});
export type OutgoingAnswer = Static<typeof OutgoingAnswer>;
