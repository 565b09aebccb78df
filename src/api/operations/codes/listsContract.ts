import Type, { type Static } from 'typebox';
import { Count } from '../contract.ts';
import { MissingCode } from './contract.ts';

const Kind = Type.Union([Type.Literal('closed'), Type.Literal('open'), Type.Literal('own')], {
  description: '`closed` and `open`: of the model, an open one may be added to; `own`: of the landscape.',
});

export const CodeLists = Type.Object({
  lists: Type.Array(
    Type.Object({
      list: Type.String(),
      kind: Kind,
      values: { ...Count, description: 'Canonical values.' },
      systems: Type.Array(Type.String(), { description: 'Those that have words for it.' }),
      gaps: {
        ...Count,
        description: 'Values that one of these systems has a word for, and another has none.',
      },
      missing: { ...Count, description: 'Words that messages are parked for.' },
    }),
    { description: 'Those that some system has words for, or is parked for; by name.' },
  ),
});
export type CodeLists = Static<typeof CodeLists>;

export const CodeListPath = Type.Object({ list: Type.String({ maxLength: 100 }) });

export const CodeListAnswer = Type.Object({
  list: Type.String(),
  kind: Kind,
  systems: Type.Array(Type.String()),
  values: Type.Array(
    Type.Object({
      value: Type.String({ description: 'Canonical.' }),
      meaning: Type.Optional(Type.String()),
      words: Type.Record(Type.String(), Type.Array(Type.String()), {
        description:
          'How each system writes it, the word that goes out first; a system that has none, and so is spoken to in the canonical value, is not there.',
      }),
    }),
    { description: 'Those that some system has a word for.' },
  ),
  untranslated: Type.Array(Type.String(), { description: 'Canonical values that no system has a word for.' }),
  missing: Type.Array(MissingCode, { description: 'What messages are parked for.' }),
});
export type CodeListAnswer = Static<typeof CodeListAnswer>;
