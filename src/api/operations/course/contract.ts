import Type, { type Static } from 'typebox';
import { Count, Instant } from '../contract.ts';

export const CourseQuery = Type.Object(
  {
    system: Type.Optional(
      Type.String({ maxLength: 60, description: 'Each interface of this one, not the whole line.' }),
    ),
    site: Type.Optional(Type.String({ maxLength: 60, description: 'Each system of this one.' })),
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 24, default: 1 })),
  },
  { additionalProperties: false },
);

const Point = Type.Object({
  at: { ...Instant, description: 'The end of the minutes that it stands for.' },
  perMinute: Type.Number({ description: 'Messages.' }),
  lagSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description: 'The longest; null: not told.',
  }),
  parked: { ...Count, description: 'Open at the end.' },
  failed: { ...Count, description: 'Attempts at messages that came to nothing meanwhile.' },
});
export type CoursePoint = Static<typeof Point>;

const LinePoint = Type.Object({
  ...Point.properties,
  well: {
    ...Count,
    description: 'Sites that ran all that time and were not held, late or failing.',
  },
  sites: { ...Count, description: 'That have systems.' },
});

export const Course = Type.Object(
  {
    line: Type.Optional(
      Type.Array(LinePoint, { description: 'The whole line, where nothing else is asked for.' }),
    ),
    systems: Type.Optional(
      Type.Array(Type.Object({ code: Type.String(), points: Type.Array(Point) }), {
        description: 'Each system of `site`.',
      }),
    ),
    interfaces: Type.Optional(
      Type.Array(Type.Object({ id: Type.String(), points: Type.Array(Point) }), {
        description: 'Each interface of `system`.',
      }),
    ),
  },
  {
    description:
      'At most sixty points or so that stand for the same time each, as far as a hub has run, the newest last.',
  },
);
export type Course = Static<typeof Course>;
