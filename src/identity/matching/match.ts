import type { Queryable } from '../../database/pool.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import type { Reason } from '../../vocabulary/matching.ts';
import { findBlocks } from './blocks.ts';
import { type Candidates, readCandidates } from './candidates.ts';
import type { Features, Judgement, Matcher } from './matcher.ts';

/** Something that no cross-reference and no identifier knows. */
export interface Stranger {
  localKey: string;
  record: JsonObject;
}

/** What a stranger is, or may be. */
export type Match =
  | { verdict: 'link'; key: string; score: number; reasons: Reason[] }
  | { verdict: 'ask'; pairs: { key: string; score: number; reasons: Reason[] }[] };

/** A steward is asked about the best of those a thing may be, not about all. */
const ASKED = 3;

export interface Matching {
  /** What this one is, given those before it; call `settle` with the key it got before the next. */
  find(stranger: Stranger): Match | undefined;
  settle(stranger: Stranger, key: string): void;
}

/**
 * Holds strangers of one system against the things known and against each other. They are asked one after the other, so that two of one
 * batch that are the same thing meet as they would in two.
 */
export async function openMatching(
  db: Queryable,
  matcher: Matcher,
  { entity, system }: { entity: string; system: string },
  strangers: readonly Stranger[],
): Promise<Matching> {
  const read = new Map<string, { features: Features; blocks: number[] }>();
  for (const { localKey, record } of strangers) {
    const features = matcher.read(record);
    if (features) read.set(localKey, { features, blocks: matcher.blocks(features) });
  }
  const known = await findBlocks(
    db,
    [...read.values()].flatMap(({ blocks }) => blocks),
  );
  const candidates = await readCandidates(db, entity, system, [...new Set([...known.values()].flat())]);
  const features = readAll(matcher, candidates);
  const ofBatch = new Map<number, string[]>();

  return {
    find: ({ localKey, record }) => {
      const stranger = read.get(localKey);
      if (!stranger) return undefined;
      const keys = new Set(
        stranger.blocks.flatMap((block) => [...(known.get(block) ?? []), ...(ofBatch.get(block) ?? [])]),
      );
      const judged = [...keys].flatMap((key) => {
        const other = features.get(key);
        if (!other) return [];
        const judgement = matcher.judge(other, stranger.features);
        return judgement.verdict === 'apart' ? [] : [{ key, ...judgement }];
      });
      const fitting = childrenAside(judged, matcher.definition.childOf, record, candidates);
      return decide(fitting, candidates.taken, localKey);
    },
    settle: ({ localKey }, key) => {
      const stranger = read.get(localKey);
      if (!stranger) return;
      candidates.taken.set(key, localKey);
      if (!features.has(key)) features.set(key, stranger.features);
      for (const block of stranger.blocks) {
        const keys = ofBatch.get(block);
        if (keys) keys.push(key);
        else ofBatch.set(block, [key]);
      }
    },
  };
}

function readAll(matcher: Matcher, { records }: Candidates): Map<string, Features> {
  const all = new Map<string, Features>();
  for (const [key, record] of records) {
    const features = matcher.read(record);
    if (features) all.set(key, features);
  }
  return all;
}

/** A thing is not the one it stands under; of two that fit, of which one stands under the other, it is the upper one. */
function childrenAside<J extends { key: string }>(
  judged: readonly J[],
  childOf: string | undefined,
  stranger: JsonObject,
  { records }: Candidates,
): J[] {
  if (childOf === undefined) return [...judged];
  const apart = judged.filter(({ key }) => key !== stranger[childOf]);
  const keys = new Set<unknown>(apart.map(({ key }) => key));
  return apart.filter(({ key }) => !keys.has(records.get(key)?.[childOf]));
}

/** One that surely is the only one it is, is linked; whatever else it may be, a steward is asked. */
function decide(
  judged: readonly (Judgement & { key: string })[],
  taken: ReadonlyMap<string, string>,
  localKey: string,
): Match | undefined {
  if (judged.length === 0) return undefined;
  const withTaken = judged.map(({ key, verdict, score, reasons }) => {
    const held = taken.get(key);
    if (held === undefined) return { key, verdict, score, reasons };
    const against: Reason = { by: 'sameSystem', a: held, b: localKey, veto: true };
    return { key, verdict: 'ask' as const, score, reasons: [...reasons, against] };
  });
  const links = withTaken.filter(({ verdict }) => verdict === 'link');
  if (links.length === 1) {
    const { key, score, reasons } = links[0]!;
    return { verdict: 'link', key, score, reasons };
  }
  const best = withTaken.toSorted((x, y) => y.score - x.score || (x.key < y.key ? -1 : 1));
  const pairs = best.slice(0, ASKED).map(({ key, score, reasons }) => ({ key, score, reasons }));
  return { verdict: 'ask', pairs };
}
