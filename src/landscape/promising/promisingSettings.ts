import Type, { type Static } from 'typebox';
import { byCode, bySite, code, duration, oneOf, settings } from '../settingTypes.ts';

/** What may decide between two ways to keep a promise. */
export const criteria = ['date', 'split', 'priority', 'distance', 'cost'] as const satisfies string[];

const percent = (description: string, options: Record<string, unknown>) =>
  Type.Number({ description, minimum: 0, maximum: 100, ...options });

const rank = (options: Record<string, unknown>) =>
  Type.Array(oneOf([...criteria]), {
    description:
      'What decides between two ways to promise, the first that tells them apart: arrival, number of sites, priority of the sites for the segment, distance, cost.',
    minItems: 1,
    examples: [['date', 'cost']],
    ...options,
  });

const split = (options: Record<string, unknown>) =>
  oneOf(['allowed', 'never'], { description: 'Whether a line may come from several sites.', ...options });

const whenStale = (options: Record<string, unknown>) =>
  oneOf(['leaveOut', 'widen', 'doubt'], {
    description:
      'What to do with a site whose stock is older than `maxStaleness` of its connectivity rule: leave it out, keep back `staleBuffer` of it, or promise with less confidence. Where the orders of a site are too old, the same is done with what is due in.',
    ...options,
  });

const site = settings({
  lead: duration({ description: 'From the day the stock is taken to the day it leaves.', default: '0d' }),
  cost: Type.Number({ description: 'Cost of a shipment from here, of any unit.', default: 0 }),
  buffer: Type.Optional(percent('Share of the stock that is never promised, in percent.', {})),
  whenStale: Type.Optional(whenStale({})),
  priority: Type.Record(Type.String(), Type.Integer(), {
    description:
      'By segment, how gladly it delivers from here: the lower the sooner; 100 where nothing is said.',
    default: {},
    examples: [{ pumps: 1 }],
  }),
});

const route = settings({
  from: code({ description: 'Site it leaves from.', examples: ['detroit'] }),
  to: code({ description: 'Site or region it goes to.', examples: ['na'] }),
  takes: duration({ description: 'Time on the way, in whole days.', examples: ['2d'] }),
  distance: Type.Number({ description: 'Of any unit, the same for all.', default: 0 }),
  cost: Type.Number({ description: 'Of any unit, the same for all.', default: 0 }),
});

const segment = settings({
  rank: Type.Optional(rank({})),
  split: Type.Optional(split({})),
  expires: Type.Optional(duration({ description: 'As `expires` of all.' })),
});

/** `promising` of `enterprise.yaml`: from where, and how, it is promised. */
export const promisingSettings = settings(
  {
    rank: rank({ default: [...criteria] }),
    split: split({ default: 'allowed' }),
    mostSites: Type.Integer({
      description: 'A line comes from at most so many sites.',
      minimum: 1,
      default: 3,
    }),
    expires: duration({
      description: 'How long a promise is held that nobody confirms.',
      default: '30m',
    }),
    horizon: duration({
      description:
        'Receipts and orders beyond it are not looked at; what is wanted beyond it is not promised yet.',
      default: '180d',
    }),
    settle: duration({
      description:
        'How long more may be promised than is left before it is promised anew: as long as it takes to hear of a delivery that left, after the stock was told without it.',
      default: '0s',
    }),
    buffer: percent('Share of the stock that is never promised, in percent.', { default: 0 }),
    whenStale: whenStale({ default: 'leaveOut' }),
    staleBuffer: percent('What `widen` keeps back of stale stock, in percent.', { default: 50 }),
    sites: bySite(site, { description: 'The sites that deliver, by code.' }),
    routes: Type.Array(route, {
      description: 'How far it is; to where nothing is said it takes no time.',
      default: [],
    }),
    segments: byCode(segment, { description: 'What is other in a segment.', default: {} }),
  },
  { description: 'How available stock is promised: see docs/promising.md.' },
);

export type PromisingSettings = Static<typeof promisingSettings>;
