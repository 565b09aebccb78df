import Type, { type Static } from 'typebox';

/** What the operations API takes and gives: the console, the command line and the OpenAPI document all read it here. */

export const Instant = Type.String({ format: 'date-time', description: 'UTC with milliseconds.' });
export const Count = Type.Integer({ minimum: 0 });

/** Listings come in pages; `cursor` is what the last answer gave as `next`. */
export const Page = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
};

/** The header by which what is sent again is done once. */
export function onceByKey(description: string) {
  return Type.Object({ 'idempotency-key': Type.String({ minLength: 1, maxLength: 200, description }) });
}

export const Problem = Type.Object(
  {
    code: Type.String({ description: 'From the table in docs/problems.md.' }),
    stage: Type.String(),
    detail: Type.String(),
    advice: Type.String(),
    field: Type.Optional(Type.String()),
    value: Type.Optional(Type.String()),
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer()),
    column: Type.Optional(Type.Integer()),
    rule: Type.Optional(Type.String()),
    list: Type.Optional(Type.String()),
    awaits: Type.Optional(Type.String()),
  },
  { description: 'Why a message cannot go on, and who does what about it.' },
);

export const Attempts = Type.Array(Type.Object({ at: Instant, problem: Problem }), {
  description: 'Attempts that came to nothing, the oldest first; of many the newest.',
});

export const HttpProblem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    advice: Type.String(),
  },
  { description: 'RFC 9457.' },
);

const Totals = Type.Union([
  Type.Object({
    accepted: Count,
    unchanged: Count,
    duplicate: Count,
    skipped: Count,
    proposed: Count,
    keptAside: Count,
  }),
  Type.Object({ delivered: Count }),
]);

export const Hold = Type.Object(
  {
    state: Type.Union([
      Type.Literal('held-window'),
      Type.Literal('held-circuit'),
      Type.Literal('held-throttle'),
      Type.Literal('held-gate'),
    ]),
    reason: Type.String(),
    since: Instant,
    until: Type.Optional({ ...Instant, description: 'As far as it is known.' }),
  },
  { description: 'What keeps all that waits for the system from being sent, or a source from being asked.' },
);

const Backlog = Type.Object(
  {
    entries: Type.Integer({ minimum: 0, description: 'Of its entity, those out of its scope included.' }),
    how: Type.Union([Type.Literal('counted'), Type.Literal('estimated')]),
    caughtUpAt: Type.Union([Instant, Type.Null()], {
      description:
        'While it drains: from what leaves and arrives. While held: from the end of the hold and what the system takes, as declared or measured.',
    }),
    untold: Type.Optional(
      Type.Union(
        [
          Type.Literal('nothing-waits'),
          Type.Literal('end-unknown'),
          Type.Literal('rate-unknown'),
          Type.Literal('arrivals-faster'),
        ],
        { description: 'Why `caughtUpAt` is null.' },
      ),
    ),
  },
  { description: 'Target: what waits for it in the ledger.' },
);

export const InterfaceStatus = Type.Object({
  id: Type.String(),
  direction: Type.Union([Type.Literal('source'), Type.Literal('target')]),
  entity: Type.String(),
  state: Type.Union(
    [Type.Literal('running'), Type.Literal('held'), Type.Literal('failing'), Type.Literal('stopped')],
    {
      description:
        '`stopped`: no hub works it. `held`: a hub does, and waits as `hold` says. `failing`: a hub does, and the last attempt met a problem.',
    },
  ),
  hold: Type.Optional(Hold),
  problem: Type.Optional(Problem),
  lagSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description:
      'Source: now − watermark, null when it has not told how far it is. Target: how long the oldest entry of its entity waits that it has not come to.',
  }),
  allowedLagSeconds: Type.Number({
    description:
      '`maxStaleness` of the strictest connectivity rule for its entity at its site; a quarter of an hour where none says.',
  }),
  watermark: Type.Optional(Instant),
  seenAt: Type.Optional(Instant),
  position: Type.Optional(Count),
  backlog: Type.Optional(Backlog),
  deliveredAt: Type.Optional(Instant),
  perMinute: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description: 'Messages over the last minute; null until the hub has run for some seconds.',
  }),
  totals: Totals,
  failed: {
    ...Count,
    description: 'Attempts at messages that came to nothing, since the interface was added.',
  },
  open: Type.Object({ parked: Count, 'held-behind': Count, retrying: Count, waiting: Count }),
  incomplete: Type.Optional({
    ...Count,
    description: 'Of the parked: new things that lack what the target requires.',
  }),
});
export type InterfaceStatus = Static<typeof InterfaceStatus>;

export const SystemStatus = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  title: Type.Optional(Type.String()),
  connector: Type.String(),
  interfaces: Type.Array(InterfaceStatus),
});

export const SitesAnswer = Type.Object({
  enterprise: Type.String(),
  at: Instant,
  head: Type.Integer({ description: 'The newest position of the ledger.' }),
  sites: Type.Array(
    Type.Object({
      code: Type.String(),
      kind: Type.String(),
      region: Type.String(),
      timeZone: Type.String({ description: 'IANA.' }),
      systems: Type.Array(SystemStatus),
    }),
  ),
});
export type SitesAnswer = Static<typeof SitesAnswer>;
