import type { ConnectivityRule, SourceInterface } from '../landscape/landscape.ts';
import type { EntityModel } from '../quality/checker.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Owners } from './owners.ts';
import type { Baseline } from './ownWord.ts';
import { valueAt } from './pointer.ts';
import type { CurrentRecord } from './records.ts';
import { alike } from './rendering.ts';
import type { Word } from './survivorship.ts';
import { type Saying, sayingOf, systemOf } from './told.ts';

/** All that a word is weighed by. */
export interface Scales {
  rule: ConnectivityRule;
  entity: EntityModel;
  owners: Owners;
  /** Whether a system ever tells an attribute, by its path. */
  tells: (system: string, path: readonly string[]) => boolean;
  system: string;
  now: JsonObject;
  baseline: Baseline;
  lists: SourceInterface['lists'];
  saying: Saying;
  current: CurrentRecord | undefined;
  /** The system shows the thing to the hub for the first time. */
  isFirst: boolean;
  /** Whether the hub's writing of what stands had surely arrived there. */
  hasArrived: (pointer: string, standing: Json | undefined) => boolean;
}

/** What stands, by whom; undefined: nobody has said anything of it, or it is not known who. */
export function standingAt({ current, entity }: Scales, pointer: string): Word | undefined {
  const saying = current?.told && sayingOf(current.told, pointer);
  if (!current || !saying) return undefined;
  const value = valueAt(current.data, pointer, entity.elementKeys);
  if (value === undefined && current.told!.at[pointer] === undefined) return undefined;
  return wordBy(systemOf(saying), value, saying);
}

/** The system had what stands before its eyes when it said something else. */
export function isSeenBy(scales: Scales, pointer: string, golden: Json): boolean {
  const { baseline, entity, hasArrived } = scales;
  const before =
    typeof baseline === 'object' ? valueAt(baseline.view, pointer, entity.elementKeys) : undefined;
  return alike(golden, before) || hasArrived(pointer, golden);
}

export function membersOwning(
  { rule, current, now, system, owners }: Scales,
  pointer: string,
): ReadonlySet<string> {
  const maker = current?.told && sayingOf(current.told, '');
  const record = current?.data ?? now;
  const all = owners({ pointer, record, maker: maker ? systemOf(maker) : system });
  return rule.members ? new Set([...all].filter((code) => rule.members!.includes(code))) : all;
}

export function wordBy(system: string, value: Json | undefined, saying: Saying): Word {
  return { system, value, ...(!saying.found && { at: saying.at }) };
}
