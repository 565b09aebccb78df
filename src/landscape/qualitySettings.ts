import Type, { type Static } from 'typebox';
import { code, oneOf, settings } from './settingTypes.ts';

const rule = settings({
  id: code({ description: 'Name of the rule: it stands with everything it finds.', examples: ['NF-01'] }),
  entity: Type.String({ description: 'Entity it is about.', examples: ['item'] }),
  when: Type.Optional(
    Type.String({
      description: 'JSONata on the record; only where it is true the rule is asked. Absent: always.',
      minLength: 1,
      examples: ["itemType = 'finishedGood'"],
    }),
  ),
  expect: Type.String({
    description: 'JSONata on the record; where it is not true the rule is broken.',
    minLength: 1,
    examples: ['$exists(netWeight)'],
  }),
  severity: oneOf(['refuse', 'park', 'warn'], {
    description:
      '`warn` lets the record on and counts. `park` stops its message until a person decides. `refuse` takes the message out of the line at once: it holds nothing back, and stands among the discarded ones.',
    default: 'warn',
  }),
  message: Type.String({
    description: 'What must hold, for people.',
    minLength: 1,
    maxLength: 300,
    examples: ['a finished good has a net weight'],
  }),
});

/** Every setting of `quality/*.yaml`, declared once. */
export const qualitySettings = settings(
  { rules: Type.Array(rule, { description: "The landscape's own quality rules.", minItems: 1 }) },
  { title: 'Lineshaft: quality/*.yaml' },
);

export type QualitySettings = Static<typeof qualitySettings>;
