import Type, { type Static } from 'typebox';
import type { Trace } from '../../../observability/trace/journey.ts';
import { InstanceView } from '../../process/contract.ts';
import { Attempts, Hold, Instant, Problem } from '../contract.ts';

export const TraceQuery = Type.Object(
  {
    key: Type.String({
      minLength: 1,
      maxLength: 300,
      description:
        'Canonical key, fact id, number of a document, local key in any system, identifier, or `<system>:<local key>`.',
    }),
    entity: Type.Optional(Type.String({ description: 'When the key names things of several entities.' })),
    raw: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100_000,
        default: 4000,
        description: 'Characters of each document.',
      }),
    ),
    compare: Type.Optional(
      Type.Boolean({
        description: 'Say of each delivery whether today the very same document would be sent.',
      }),
    ),
  },
  { additionalProperties: false },
);

const thing = { at: Instant, entity: Type.String(), key: Type.String() };
const text = Type.Optional(Type.String());

const Received = Type.Object({
  kind: Type.Literal('received'),
  ...thing,
  interface: Type.String(),
  origin: text,
  raw: text,
  rawLength: Type.Optional(Type.Integer()),
  document: Type.Optional(
    Type.Unknown({ description: 'As the mapping got it, when `raw` is whole and no JSON.' }),
  ),
  mapping: text,
});
const Recorded = Type.Object({
  kind: Type.Literal('recorded'),
  ...thing,
  position: Type.Integer(),
  type: Type.String(),
  system: Type.String(),
  site: text,
  time: Instant,
  version: Type.Optional(Type.Integer()),
  change: text,
  changed: Type.Optional(Type.Array(Type.String(), { description: 'JSON pointers.' })),
});
const Delivered = Type.Object({
  kind: Type.Literal('delivered'),
  ...thing,
  interface: Type.String(),
  position: Type.Integer(),
  sentAt: Instant,
  milliseconds: Type.Number(),
  attempts: Type.Integer(),
  replay: Type.Optional(Type.Integer({ description: 'The replay that sent it.' })),
  mapping: text,
  sha256: Type.Optional(
    Type.String({
      description:
        'Of the document that was sent, as JSON text, without spaces, in UTF-8. Absent: it is not kept, or an earlier attempt had brought it.',
    }),
  ),
  same: Type.Optional(
    Type.Boolean({
      description:
        'With `compare`: whether the mapping, code lists and keys of today make the very same document of it.',
    }),
  ),
  localKey: text,
  version: text,
  detail: text,
});
const Held = Type.Object({
  kind: Type.Literal('held'),
  ...thing,
  id: Type.Integer(),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  interface: Type.String(),
  state: Type.String(),
  problem: Problem,
  position: Type.Optional(Type.Integer()),
  attempts: Type.Integer(),
  tries: Attempts,
  nextAttemptAt: Type.Optional(Instant),
  origin: text,
  raw: text,
  decidedAt: Type.Optional(Instant),
  decidedBy: text,
  reason: text,
});
const Waiting = Type.Object({
  kind: Type.Literal('waiting'),
  ...thing,
  interface: Type.String(),
  position: Type.Integer(),
  lagSeconds: Type.Number(),
  hold: Type.Optional(Hold),
  conditional: Type.Boolean({ description: 'The `where` of the target decides when it gets there.' }),
});
const Passed = Type.Object({
  kind: Type.Literal('passed'),
  ...thing,
  interface: Type.String(),
  position: Type.Integer(),
});

export const TraceAnswer = Type.Object({
  asked: Type.String(),
  matches: Type.Array(Type.Object({ entity: Type.String(), key: Type.String(), by: Type.String() })),
  journeys: Type.Array(
    Type.Object({
      entity: Type.String(),
      key: Type.String(),
      localKeys: Type.Array(Type.Object({ system: Type.String(), localKey: Type.String() })),
      related: Type.Array(
        Type.Object({
          entity: Type.String(),
          key: Type.String(),
          relation: Type.Union([Type.Literal('names'), Type.Literal('named by')]),
          called: Type.Optional(
            Type.String({ description: 'What people call it, where its key does not say that.' }),
          ),
        }),
      ),
      steps: Type.Array(Type.Union([Received, Recorded, Delivered, Held, Waiting, Passed])),
      truncated: Type.Boolean(),
    }),
  ),
  instances: Type.Array(InstanceView, {
    description: 'Of processes: the newest that know what the key names.',
  }),
  held: Type.Array(Held, { description: 'Held messages that name the key and are in no journey.' }),
});
export type TraceAnswer = Static<typeof TraceAnswer> & Trace;
