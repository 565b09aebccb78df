import type { SourceInterface } from '../landscape/landscape.ts';
import type { EntityModel } from '../quality/checker.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { equal } from './merge.ts';
import { valueAt } from './pointer.ts';

/** What a system's view is held against to find what it says by its own hand; `first`: it has said nothing before; `nothing`: it says nothing of its own. */
export type Baseline = { view: JsonObject } | 'first' | 'nothing';

interface Said {
  now: JsonObject;
  baseline: Baseline;
  lists: SourceInterface['lists'];
  entity: Pick<EntityModel, 'elementKeys'>;
}

/** What a system says anew of an attribute; null: that there is none; undefined: nothing. */
export function ownWord({ now, baseline, lists, entity }: Said, pointer: string): Json | undefined {
  if (baseline === 'nothing') return undefined;
  const said = valueAt(now, pointer, entity.elementKeys);
  if (baseline === 'first') return said ?? undefined;
  const before = valueAt(baseline.view, pointer, entity.elementKeys);
  if (said !== undefined) return equal(before, said) ? undefined : said;
  const list = valueAt(now, pointer.slice(0, pointer.lastIndexOf('/')), entity.elementKeys);
  return before != null && lists === 'complete' && Array.isArray(list) ? null : undefined;
}
