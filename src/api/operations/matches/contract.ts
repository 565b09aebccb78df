import Type, { type Static } from 'typebox';
import { Count, Instant, Page } from '../contract.ts';

const State = Type.Union([Type.Literal('open'), Type.Literal('linked'), Type.Literal('separate')]);

const Reason = Type.Object(
  {
    by: Type.String({ description: 'The evidence, veto or note: `gtin`.' }),
    a: Type.String(),
    b: Type.String(),
    points: Type.Optional(Type.Integer()),
    of: Type.Optional(Type.Integer({ description: 'Points it could give.' })),
    veto: Type.Optional(Type.Literal(true)),
    note: Type.Optional(Type.Literal(true, { description: 'Worth a look; it stops nothing.' })),
  },
  { description: 'Which attribute gave what, and what each side says.' },
);

const decided = {
  decidedAt: Type.Optional(Instant),
  decidedBy: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
};

export const Review = Type.Object({
  id: Type.Integer(),
  entity: Type.String(),
  a: Type.String({ description: 'Canonical key of the one that was there.' }),
  b: Type.String({ description: 'Canonical key of the one that came.' }),
  aCalled: Type.Optional(Type.String({ description: 'What people call the one that was there.' })),
  bCalled: Type.Optional(Type.String({ description: 'What people call the one that came.' })),
  bSystem: Type.Optional(
    Type.String({ description: 'The system that was the first to tell the one that came.' }),
  ),
  score: Type.Integer({ description: '0 to 100.' }),
  reasons: Type.Array(Reason),
  state: State,
  askedAt: Instant,
  ...decided,
});
export type Review = Static<typeof Review>;

export const ReviewsQuery = Type.Object(
  {
    entity: Type.Optional(Type.String()),
    key: Type.Optional(Type.String({ description: 'Canonical key of one of the two.' })),
    system: Type.Optional(Type.String({ description: 'The first to tell the one that came.' })),
    state: Type.Optional(State),
    limit: Page.limit,
    cursor: Page.cursor,
  },
  { additionalProperties: false },
);
export type ReviewsQuery = Static<typeof ReviewsQuery>;

export const ReviewsPage = Type.Object({
  reviews: Type.Array(Review),
  total: Count,
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type ReviewsPage = Static<typeof ReviewsPage>;

export const ReviewPath = Type.Object({ id: Type.Integer({ minimum: 1 }) });

const reason = Type.String({ minLength: 3, maxLength: 500, description: 'Kept with the decision.' });

export const DecideMatch = Type.Object(
  {
    decision: Type.Union([Type.Literal('link'), Type.Literal('separate')]),
    keep: Type.Optional(
      Type.Union([Type.Literal('a'), Type.Literal('b')], { description: 'Whose key stays; default `a`.' }),
    ),
    reason,
  },
  { additionalProperties: false },
);
export type DecideMatch = Static<typeof DecideMatch>;

export const MergeThings = Type.Object(
  { entity: Type.String(), loser: Type.String(), survivor: Type.String(), reason },
  { additionalProperties: false },
);

export const SeparateThing = Type.Object(
  {
    entity: Type.Optional(Type.String({ description: 'Asked for where a system uses one key for several.' })),
    key: Type.String({ description: 'A key that was merged, or `<system>:<local key>` that was linked.' }),
    reason,
  },
  { additionalProperties: false },
);

export const Regrouped = Type.Object({
  key: Type.String({ description: 'Of a merge the loser; of a separation the one that stands again.' }),
  other: Type.String(),
  moved: Type.Array(Type.Object({ system: Type.String(), localKey: Type.String() })),
});
export type Regrouped = Static<typeof Regrouped>;

export const MatchesOfKey = Type.Object({
  key: Type.String(),
  entity: Type.String(),
  mergedInto: Type.Optional(Type.String({ description: 'Where it leads in the end.' })),
  references: Type.Array(
    Type.Object({
      system: Type.String(),
      localKey: Type.String(),
      mergedFrom: Type.Optional(Type.String({ description: 'The key it had before a merge.' })),
    }),
  ),
  history: Type.Array(
    Type.Object({
      system: Type.String(),
      localKey: Type.String(),
      cause: Type.String({ description: '`matched`, `merged` or `split`.' }),
      before: Type.Optional(Type.String()),
      key: Type.String(),
      score: Type.Optional(Type.Integer()),
      reasons: Type.Optional(Type.Array(Reason)),
      at: Instant,
    }),
  ),
  reviews: Type.Array(Review),
});
export type MatchesOfKey = Static<typeof MatchesOfKey>;

export const PreviewMatching = Type.Object(
  {
    entity: Type.String(),
    change: Type.Object(
      {
        off: Type.Optional(Type.Boolean()),
        link: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
        ask: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
        weights: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 100 }))),
        sharedNumbers: Type.Optional(Type.String({ minLength: 1, format: 'regex' })),
      },
      { additionalProperties: false, description: 'As `matching:` of enterprise.yaml has it.' },
    ),
  },
  { additionalProperties: false },
);

const Built = Type.Object({ key: Type.String(), item: Type.String(), components: Count });

export const CopiesQuery = Type.Object({ limit: Page.limit }, { additionalProperties: false });

export const LikelyCopies = Type.Object({
  copies: Type.Array(
    Type.Object({
      a: Built,
      b: Built,
      share: Type.Number({
        description: 'Components of both in the same quantity, as a share of all that either has.',
      }),
    }),
    { description: 'The most alike first.' },
  ),
});
export type LikelyCopies = Static<typeof LikelyCopies>;

const Side = Type.Object({ system: Type.String(), localKey: Type.String(), key: Type.String() });

export const MatchingPreview = Type.Object({
  things: Count,
  pairs: Type.Object({ link: Count, ask: Count, vetoed: Count }),
  differences: Type.Object({ link: Count, ask: Count, notLink: Count }),
  samples: Type.Array(
    Type.Object({
      would: Type.Union([Type.Literal('link'), Type.Literal('ask'), Type.Literal('not link')]),
      a: Side,
      b: Side,
      score: Type.Integer(),
      reasons: Type.Array(Reason),
    }),
  ),
});
export type MatchingPreview = Static<typeof MatchingPreview>;
