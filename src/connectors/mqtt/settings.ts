import Type, { type Static } from 'typebox';
import { durationPattern } from '../../vocabulary/duration.ts';

const closed = { additionalProperties: false };
const duration = (description: string, standard: string) =>
  Type.String({ description, pattern: durationPattern, default: standard });
const field = (description: string) => Type.String({ description, minLength: 1, maxLength: 200 });

export const Connection = Type.Object(
  {
    url: Type.String({
      description: '`mqtt://host:1883`, or `mqtts://`, `ws://`, `wss://`.',
      pattern: '^(mqtts?|wss?)://',
      'x-secret': true,
    }),
    username: Type.Optional(field('User at the broker.')),
    password: Type.Optional(Type.String({ description: 'Password at the broker.', 'x-secret': true })),
    client: Type.Optional(
      Type.String({
        description:
          'Begin of the client ids, which must be the same after a restart and differ between hubs.',
        pattern: '^[A-Za-z0-9_.-]{1,64}$',
        default: 'lineshaft',
      }),
    ),
    version: Type.Optional(Type.Enum([5, 4], { description: 'MQTT 5, or 4 for MQTT 3.1.1.', default: 5 })),
    keepalive: Type.Optional(duration('Silence after which the connection is tried with a ping.', '15s')),
    sessionExpiry: Type.Optional(
      duration('How long the broker keeps messages for a hub that is away (MQTT 5).', '7d'),
    ),
  },
  closed,
);
export type Connection = Static<typeof Connection>;

export const Read = Type.Object(
  {
    topics: Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), {
      description: 'Topic filters: `plant/+/confirmations`.',
      minItems: 1,
      maxItems: 100,
    }),
    id: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description:
          'Fields that together identify a message: `[machine, number]`. Without: topic, payload and packet.',
        minItems: 1,
        maxItems: 8,
      }),
    ),
    sourceTime: Type.Optional(
      field('Field with the time it happened: ISO 8601 with zone, or epoch seconds or milliseconds.'),
    ),
    sequence: Type.Optional(
      Type.Object(
        {
          field: field('Field with a number that grows by one with every message.'),
          by: Type.Optional(field('Field that tells counters apart; default: the topic.')),
        },
        { ...closed, description: 'A counter of the sender, by which missing messages are noticed.' },
      ),
    ),
    retained: Type.Optional(
      Type.Enum(['include', 'exclude'], {
        description: 'Whether the retained messages that a first subscription brings are taken.',
        default: 'include',
      }),
    ),
    batch: Type.Optional(
      Type.Integer({ description: 'Messages per batch.', minimum: 1, maximum: 10_000, default: 500 }),
    ),
    idle: Type.Optional(duration('Silence after which the broker is asked and the watermark moves.', '1s')),
  },
  closed,
);
export type Read = Static<typeof Read>;

export const Write = Type.Object(
  {
    topic: Type.String({
      description: 'Topic with fields of the document or of the delivery: `{site}/orders/{localKey}`.',
      minLength: 1,
      maxLength: 1000,
      pattern: '^[^+#\\u0000]+$',
    }),
    retain: Type.Optional(
      Type.Boolean({ description: 'Keep the last message of a topic for new subscribers.', default: false }),
    ),
    expiry: Type.Optional(
      duration('How long the broker keeps a message for a subscriber that is away (MQTT 5).', '7d'),
    ),
    bulk: Type.Optional(
      Type.Integer({ description: 'Messages per send.', minimum: 1, maximum: 10_000, default: 500 }),
    ),
    timeout: Type.Optional(duration('How long one send waits for the acknowledgements.', '30s')),
  },
  closed,
);
export type Write = Static<typeof Write>;
