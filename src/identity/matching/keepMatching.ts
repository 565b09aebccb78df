import type { Connection } from '../../database/pool.ts';
import type { Speaker } from '../arrival.ts';
import type { Next } from '../next.ts';
import { keepBlocks } from './blocks.ts';
import { keepMatches, type Matched } from './keep.ts';
import type { Matcher } from './matcher.ts';

/** Keeps what matching found, and makes known to it what is new and what changed where things are found by; nothing is sent for all else. */
export async function keepMatching(
  connection: Connection,
  { matcher, entity, system }: Pick<Speaker, 'matcher' | 'entity' | 'system'>,
  matched: readonly Matched[],
  changes: readonly { next: Next }[],
): Promise<void> {
  if (!matcher) return;
  const touched = changes.filter(({ next }) => next.change === 'created' || touches(matcher, next.changed));
  const records = touched.map(({ next }) => ({ key: next.record.key, data: next.record.data }));
  await Promise.all([
    keepMatches(connection, { system: system.code, entity: entity.entity }, matched),
    keepBlocks(connection, matcher, records),
  ]);
}

function touches({ foundBy }: Matcher, changed: readonly string[]): boolean {
  return changed.some((pointer) => foundBy.has(pointer.split('/')[1]!));
}
