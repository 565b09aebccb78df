import Type, { type Static } from 'typebox';
import { code, duration, settings } from './settingTypes.ts';

const entities = Type.Optional(
  Type.Array(Type.String(), { description: 'Entities it is about.', minItems: 1, examples: [['item']] }),
);

const steward = settings({
  owner: Type.String({
    description: 'Person or team that decides.',
    minLength: 1,
    maxLength: 100,
    examples: ['anna.meyer'],
  }),
  domain: Type.Optional(
    code({ description: 'Group of entities, as in `connectivity:`.', examples: ['master'] }),
  ),
  entities,
  sites: Type.Optional(
    Type.Array(code(), { description: 'Only at these sites.', minItems: 1, examples: [['detroit']] }),
  ),
});

const governed = settings({
  entities: Type.Array(Type.String(), {
    description: 'Entities that have the attributes.',
    minItems: 1,
    examples: [['supplier']],
  }),
  attributes: Type.Array(Type.String({ minLength: 1 }), {
    description: 'Attributes, by their path, that change only when a second person says so.',
    minItems: 1,
    examples: [['bankAccounts']],
  }),
});

const due = (standard: string, about: string) =>
  duration({ description: `Time to decide ${about}.`, default: standard });

/** `stewardship:` of `enterprise.yaml`. */
export const stewardshipSettings = settings(
  {
    stewards: Type.Array(steward, {
      description: 'Who owns the work: of those that fit the one that speaks most closely.',
      default: [],
    }),
    due: settings(
      {
        match: due('3d', 'whether two things are one'),
        conflict: due('2d', 'which of two values counts'),
        request: due('2d', 'a change request'),
        approval: due('1d', 'the change of a governed attribute'),
        translation: due('4h', 'a missing translation'),
        completion: due('2d', 'what a new thing lacks before a system gets it'),
        quality: due('1d', 'what a quality rule stopped'),
        warning: due('7d', 'what a quality rule let on'),
      },
      { description: 'When work is due, from when it came up.', default: {} },
    ),
    governed: Type.Array(governed, {
      description: 'Attributes under four-eyes approval, besides those the model governs.',
      default: [],
    }),
  },
  { description: 'Who decides what, by when, and what takes two.', default: {} },
);

export type StewardshipSettings = Static<typeof stewardshipSettings>;
