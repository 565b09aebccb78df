import Type, { type Static } from 'typebox';
import { Count, Instant } from '../contract.ts';

export const CompletenessQuery = Type.Object(
  {
    system: Type.Optional(Type.String()),
    entity: Type.Optional(Type.String()),
    kept: Type.Optional(
      Type.Boolean({ description: 'What was measured last, if anything was: at once, and perhaps old.' }),
    ),
  },
  { additionalProperties: false },
);

const Share = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: 'Null: there is nothing to count.',
});

export const CompletenessAnswer = Type.Object({
  measuredAt: Instant,
  references: Type.Array(
    Type.Object({ system: Type.String(), entity: Type.String(), records: Count, known: Count, share: Share }),
    { description: 'How many of the things of an entity have a key in a system.' },
  ),
  translations: Type.Array(
    Type.Object({
      system: Type.String(),
      entity: Type.String(),
      what: Type.Union([Type.Literal('units'), Type.Literal('codes')]),
      known: { ...Count, description: 'Values of the lists that its mappings ask, as they are translated.' },
      missing: { ...Count, description: 'Values that were met and have no translation.' },
      share: Share,
      parked: { ...Count, description: 'Messages that wait for the missing ones.' },
    }),
    {
      description:
        'How many of the units and codes that are met between a system and the hub have a translation.',
    },
  ),
  targets: Type.Array(
    Type.Object({
      interface: Type.String(),
      entity: Type.String(),
      meant: Count,
      deliverable: Count,
      share: Share,
      missing: Type.Array(Type.Object({ what: Type.String(), count: Count })),
      goLive: Type.Optional(Type.Number({ description: 'The share at which it goes live.' })),
      liveAt: Type.Optional(Instant),
    }),
    {
      description:
        'How much of the newest of its entity can be mapped for a target, and what the rest lacks.',
    },
  ),
});
export type CompletenessAnswer = Static<typeof CompletenessAnswer>;
