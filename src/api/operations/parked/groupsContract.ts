import Type, { type Static } from 'typebox';
import { Count, Instant } from '../contract.ts';
import { filter } from './contract.ts';

export const GROUP_ORDERS = ['largest', 'orders', 'oldest'] as const;
export type GroupOrder = (typeof GROUP_ORDERS)[number];

export const GroupsQuery = Type.Object(
  {
    ...filter,
    first: Type.Optional(
      Type.Enum([...GROUP_ORDERS], {
        default: 'largest',
        description:
          'largest: with the most messages; orders: that hold the most sales orders; oldest: that wait longest.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  },
  { additionalProperties: false },
);
export type GroupsQuery = Static<typeof GroupsQuery>;

export const ParkedGroup = Type.Object({
  id: Type.String({ description: 'The same for the same cause, at any time: `filter.group` of a decision.' }),
  title: Type.String({ description: "`unit 'BX' of na-erp has no translation`" }),
  count: Type.Integer({ description: 'Messages parked, or tried again by themselves, for this cause.' }),
  keys: Type.Integer({
    description: 'Keys of which later messages wait behind them.',
  }),
  behind: Type.Integer({ description: 'Messages that wait behind them.' }),
  orders: Type.Integer({
    description:
      'Sales orders that wait, told apart by their key, or, where it is not known yet, by the message.',
  }),
  worth: Type.Array(Type.Object({ amount: Type.String(), currency: Type.String() }), {
    description: 'What these orders come to by the totals of their records: a decimal for each currency.',
  }),
  unvalued: Type.Integer({ description: 'Of these orders, those whose total the hub does not know.' }),
  oldest: Instant,
  newest: Instant,
  interfaces: Type.Array(Type.String()),
  code: Type.String(),
  stage: Type.String(),
  example: Type.Integer({ description: 'Id of the message that waits longest.' }),
  advice: Type.String(),
  actor: Type.String({ description: 'Who can mend it.' }),
  translation: Type.Optional(
    Type.Object(
      {
        list: Type.String(),
        value: Type.String({
          description: "The system's value of what came in, the hub's of what goes out.",
        }),
        system: Type.String(),
        direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
      },
      { description: 'The value that a code list lacks.' },
    ),
  ),
  mended: Type.Optional(
    Type.Boolean({
      description:
        'The code list translates the value now: replay takes them up. Absent: only a preview can tell.',
    }),
  ),
});
export type ParkedGroup = Static<typeof ParkedGroup>;

export const GroupsAnswer = Type.Object({
  groups: Type.Array(ParkedGroup, { description: 'In the order of `first`.' }),
  total: Type.Object({ groups: Count, messages: Count }, { description: 'Also of groups beyond `limit`.' }),
});
export type GroupsAnswer = Static<typeof GroupsAnswer>;
