import Type, { type Static } from 'typebox';

export const EventsQuery = Type.Object(
  {
    after: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Position; default: the beginning, of a stream: now.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
    entity: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

export const EventsAnswer = Type.Object({
  events: Type.Array(
    Type.Unsafe<object>({ type: 'object', description: 'CloudEvents 1.0; `sequence` is the position.' }),
  ),
  next: Type.Integer({ description: 'Ask on with `after=` this, at once or later.' }),
  head: Type.Integer({ description: 'The newest position.' }),
});
export type EventsAnswer = Static<typeof EventsAnswer>;
