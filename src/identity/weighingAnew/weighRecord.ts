import type { Strategy } from '../../landscape/connectivity/survivorship.ts';
import type { Instant, JsonObject } from '../../vocabulary/json.ts';
import { STEWARD } from '../../vocabulary/steward.ts';
import type { Arrival, Speaker } from '../arrival.ts';
import type { Dispute } from '../disputes.ts';
import type { Look } from '../echo.ts';
import type { Hearing } from '../hearing.ts';
import { nextRecord, type Outcome } from '../next.ts';
import { valueAt, within, withValueAt } from '../pointer.ts';
import type { CurrentRecord } from '../records.ts';
import { sayingOf, systemOf, withoutContested } from '../told.ts';
import { isGoverned } from '../withhold.ts';
import type { LastWord } from './lastWords.ts';
import type { Past } from './pastVersions.ts';

/** What a system said last, and who it is to the hub. */
export interface Voiced {
  word: LastWord;
  speaker: Speaker;
}

/** What a record comes to when all that is said of it is weighed by the rules in force. */
export interface Weighed {
  /** As it will be. */
  record: CurrentRecord;
  /** By whose word each attribute stands that changes. */
  changed: ReadonlyMap<string, string>;
  /** Open disputes that the rules settle. */
  settled: Dispute[];
}

/**
 * Hears what each member said last as if for the first time. What a steward decided, what waits for a second person and what stands by the
 * system's own word stay; nobody is trusted with what it only shows. Where the rules do not settle it, what stands stands. When a word came is no
 * reason: it is not known when each of its attributes was said. Undefined: all is as the rules say.
 */
export function weighRecord(
  current: CurrentRecord,
  voices: readonly Voiced[],
  disputes: ReadonlyMap<string, Dispute>,
  past: Past,
  at: Instant,
): Weighed | undefined {
  let standing = current;
  const changed = new Map<string, string>();
  const heard = new Set<string>();
  const unsettled = new Set<string>();
  for (const { word, speaker } of voices) {
    const ruling = speaker.authorise(word.view, standing.data);
    if (ruling.verdict !== 'counts' || ruling.rule?.model !== 'federated') continue;
    const meeting = { key: word.key, batch: word.batch, before: undefined, look: FIRST_LOOK, ruling };
    const hear = (view: JsonObject) =>
      nextRecord(speaker, arrivalOf(word, view, at), { ...meeting, current: standing });
    const { next, hearing } = hearOwn(hear, { word, speaker }, standing, past);
    for (const pointer of hearing?.strategies.keys() ?? []) heard.add(pointer);
    for (const { pointer } of hearing?.contests ?? []) unsettled.add(pointer);
    if (!next) continue;
    standing = next.record;
    for (const pointer of next.changed) changed.set(pointer, word.system);
  }
  const settled = [...disputes.values()]
    .filter(({ pointer }) => heard.has(pointer) && !unsettled.has(pointer))
    .map((dispute): Dispute => ({ ...dispute, state: 'settled-itself' }));
  if (changed.size === 0 && settled.length === 0) return undefined;
  const version = current.version + Math.min(changed.size, 1);
  const record = { ...standing, version, ...(changed.size > 0 && { changedAt: at }) };
  const told =
    record.told &&
    withoutContested(
      record.told,
      settled.map(({ pointer }) => pointer),
    );
  return { record: { ...record, ...(told && { told }) }, changed, settled };
}

const FIRST_LOOK: Look = {
  author: 'untold',
  now: {},
  before: {},
  position: 0,
  writings: [],
  interfaces: [],
};

function arrivalOf({ ordinal, localKey, seenAt }: LastWord, record: JsonObject, at: Instant): Arrival {
  return { record, ordinal, localKey, author: 'untold', time: seenAt ?? at };
}

/** What is not its own to say a system says as it stands. */
function hearOwn(
  hear: (view: JsonObject) => Outcome,
  voiced: Voiced,
  standing: CurrentRecord,
  past: Past,
): Outcome {
  const { elementKeys } = voiced.speaker.entity;
  const held = new Set<string>();
  for (let { view } = voiced.word; ; ) {
    const outcome = hear(view);
    const others = (outcome.next?.changed ?? []).filter(
      (pointer) => !held.has(pointer) && !isWeighed(pointer, view, voiced, standing, past, outcome),
    );
    if (others.length === 0) return outcome;
    for (const pointer of others.flatMap((other) => togetherWith(other, outcome.hearing))) {
      held.add(pointer);
      view = withValueAt(view, pointer, valueAt(standing.data, pointer, elementKeys), elementKeys);
    }
  }
}

/** By these it counts who speaks, not when: a word stands again over another's that there is none. */
const BY_RANK: readonly (Strategy['strategy'] | undefined)[] = ['authority', 'fixed', 'owner'];

/** Whether what a system says there is its own word, and may take the place of what stands. */
function isWeighed(
  pointer: string,
  view: JsonObject,
  { word: { isMade }, speaker }: Voiced,
  { told, data }: CurrentRecord,
  past: Past,
  { hearing }: Outcome,
): boolean {
  const { entity, governed = [] } = speaker;
  const { code } = speaker.system;
  if (isGoverned(pointer, governed)) return false;
  const isThere = valueAt(data, pointer, entity.elementKeys) !== undefined;
  if (isThere || told?.at[pointer] !== undefined) {
    const by = told && sayingOf(told, pointer);
    if (by && [STEWARD, code].includes(systemOf(by))) return false;
    const whole = hearing?.wholes.get(pointer) ?? pointer;
    if (!isThere && !BY_RANK.includes(hearing?.strategies.get(whole)?.strategy)) return false;
  } else if (past.hadValue(pointer)) return false;
  const said = valueAt(view, pointer, entity.elementKeys);
  if (said == null) return !isMade;
  const by = past.firstSaidBy(pointer, said);
  return by === undefined ? !isMade : by === code;
}

/** Where one system speaks for several attributes it speaks for all or for none. */
function togetherWith(pointer: string, hearing: Hearing | undefined): readonly string[] {
  const sources = [...(hearing?.sources.values() ?? [])];
  const found = sources.find(({ together }) => together.pointers.some((other) => within(pointer, other)));
  return found?.together.pointers ?? [pointer];
}
