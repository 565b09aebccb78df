import Type, { type Static } from 'typebox';
import { Instant } from '../contract.ts';

export const CourseQuery = Type.Object(
  {
    system: Type.Optional(
      Type.String({ maxLength: 60, description: 'Of this one alone, and of each of its interfaces.' }),
    ),
  },
  { additionalProperties: false },
);

const Minutes = Type.Array(
  Type.Object({ at: { ...Instant, description: 'The end of the minute.' }, perMinute: Type.Number() }),
  { description: 'The last hour as far as the hub has run, minute by minute, the newest last.' },
);

export const Course = Type.Object({
  minutes: { ...Minutes, description: 'Messages of all interfaces that are meant, minute by minute.' },
  interfaces: Type.Optional(
    Type.Array(Type.Object({ id: Type.String(), minutes: Minutes }), {
      description: 'Of each interface, with `system`.',
    }),
  ),
});
export type Course = Static<typeof Course>;
