import Type, { type Static } from 'typebox';
import { byCode, code, oneOf, settings } from '../settingTypes.ts';

const segment = settings({
  erps: Type.Array(code(), {
    description: 'ERP systems that keep masters of the segment, the leading one first.',
    minItems: 1,
    examples: [['na-erp', 'eu-erp']],
  }),
  acquisitions: oneOf(['rare', 'frequent'], {
    description: 'How often companies, with systems of their own, come in.',
    examples: ['rare'],
  }),
  autonomy: oneOf(['low', 'high'], {
    description: 'Whether plants decide themselves what an item is and go on when the link is down.',
    examples: ['high'],
  }),
  cloud: oneOf(['none', 'moving', 'done'], {
    description: 'Whether interfaces are being replaced by those of cloud systems.',
    examples: ['moving'],
  }),
  regulation: Type.Array(oneOf(['residency', 'validated', 'export']), {
    description:
      '`residency`: people and secrets stay in their region. `validated`: each change of a master is approved. `export`: export control.',
    default: [],
    examples: [['residency']],
  }),
});

/** What `lineshaft advise --answers` reads. */
export const answersSettings = settings(
  {
    segments: byCode(segment, { description: 'What is true of each business segment.', minProperties: 1 }),
  },
  { title: 'Lineshaft: answers for advise' },
);

export type Answers = Static<typeof answersSettings>;
export type SegmentAnswers = Answers['segments'][string];
