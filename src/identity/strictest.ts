import type { Strategy } from '../landscape/connectivity/survivorship.ts';
import type { Json } from '../vocabulary/json.ts';
import { STEWARD } from '../vocabulary/steward.ts';
import type { Hearing, Settling } from './hearing.ts';
import { equal } from './merge.ts';
import { ownWord } from './ownWord.ts';
import { placesBy, pointersAt } from './places.ts';
import { valueAt, withValueAt } from './pointer.ts';
import { isSeenBy, membersOwning, type Scales, wordBy } from './scales.ts';
import { compareStrictness, type Strict } from './strictness.ts';
import { type Saying, sayingOf, systemOf, type Voice } from './told.ts';

/**
 * Brings in what goes by the strictest: of all that members say, each by its last own word, what restricts most stands. Who takes a restriction
 * back lifts its own alone. What a site may do is never more than the enterprise may.
 */
export function settleStrictest(scales: Scales, hearing: Hearing, settling: Settling): Settling {
  let result = settling;
  const { rule, entity, current } = scales;
  const places = placesBy(rule, entity, 'strictest');
  // A new thing is as it is told, but for what it may not be by itself.
  const asked = current ? places : places.filter(({ place }) => entity.groups.get(place)?.atLeast);
  for (const { place, strategy } of asked)
    for (const pointer of pointersOf(scales, result, place))
      result = settleAt(scales, hearing, result, { place, pointer, strategy });
  return result;
}

function pointersOf({ entity, now, current, baseline }: Scales, { record }: Settling, place: string) {
  const views = [record, now, ...(current ? [current.data] : [])];
  if (typeof baseline === 'object') views.push(baseline.view);
  return new Set(views.flatMap((view) => pointersAt(view, place, entity)));
}

interface At {
  place: string;
  pointer: string;
  strategy: Strategy;
}

function settleAt(scales: Scales, hearing: Hearing, settling: Settling, at: At): Settling {
  const { pointer, strategy } = at;
  const said = ownWord(scales, pointer);
  const isHeard = said !== undefined && isHeardAt(scales, pointer);
  const floor = floorOf(scales, settling, at);
  if (said !== undefined && !isHeard) hearing.kept.add(pointer);
  if (!isHeard && !floor) return settling;
  const known = settling.voices[pointer] ?? seedOf(scales, pointer);
  if (known === 'unknown') return settling;
  if (isHeard) {
    hearing.strategies.set(pointer, strategy);
    hearing.wholes.set(pointer, pointer);
  }
  const voices = isHeard ? withVoice(known, { value: said, saying: scales.saying }) : known;
  return choose(scales, hearing, settling, at, { voices, floor, ...(isHeard && { said }) });
}

/** Below a site or company its own systems are heard, where it has any. */
function isHeardAt(scales: Scales, pointer: string): boolean {
  if (!/^\/(sites|companies)\//.test(pointer)) return true;
  const owners = membersOwning(scales, pointer);
  return owners.size === 0 || owners.has(scales.system);
}

/** What stands is somebody's word; what a steward decided stands until a member changes it. */
function seedOf({ current, entity, isFirst, saying }: Scales, pointer: string): readonly Voice[] | 'unknown' {
  const value = current && valueAt(current.data, pointer, entity.elementKeys);
  if (value === undefined || !current) return [];
  const standing = current.told && sayingOf(current.told, pointer);
  if (!standing) return isFirst ? 'unknown' : [];
  if (systemOf(standing) === STEWARD || systemOf(standing) === systemOf(saying)) return [];
  return [{ value, saying: standing }];
}

/** Each member has one voice; who says that there is none has none. */
function withVoice(voices: readonly Voice[], voice: Voice): readonly Voice[] {
  const others = voices.filter(({ saying }) => systemOf(saying) !== systemOf(voice.saying));
  return voice.value === null ? others : [...others, voice];
}

/** What the enterprise says, of an attribute that may not be more permissive. */
function floorOf({ entity, saying, current }: Scales, settling: Settling, { place }: At): Voice | undefined {
  const of = entity.groups.get(place)?.atLeast;
  const value = of === undefined ? undefined : valueAt(settling.record, of, entity.elementKeys);
  if (of === undefined || value === undefined) return undefined;
  const known = current?.told && sayingOf(current.told, of);
  const isChanged = settling.changed.includes(of) || current === undefined;
  return { value, saying: settling.sayings.get(of) ?? (isChanged ? saying : (known ?? saying)) };
}

interface Choice {
  voices: readonly Voice[];
  floor: Voice | undefined;
  /** What the system says anew; null: that there is none. */
  said?: Json;
}

function choose(
  scales: Scales,
  hearing: Hearing,
  settling: Settling,
  at: At,
  { voices: heard, floor, said }: Choice,
): Settling {
  const { entity, saying } = scales;
  const { pointer, place, strategy } = at;
  const isElement = (entity.elementKeys.get(place) ?? []).length > 0;
  const strict = { place, groups: entity.groups, isElement };
  const golden = valueAt(settling.record, pointer, entity.elementKeys);
  const own = said == null ? undefined : heard.find((voice) => voice.saying === saying);
  const voices = own && isChangeOf(scales, pointer, golden) ? withoutReplaced(heard, own, strict) : heard;
  const top = strictestOf(voices, strict);
  const stands = top.find(({ value }) => equal(value, golden)) ?? (own && top.includes(own) ? own : top[0]);
  if (stands) judge(hearing, pointer, { top, stands, own, strict });
  const isRaised = floor && stands && compareStrictness(floor.value, stands.value, strict) === 'stricter';
  const chosen = isRaised ? floor : stands;
  if (own && !equal(chosen?.value, own.value)) hearing.kept.add(pointer);
  else if (own) hearing.agrees(pointer);
  const isPlain = voices.length === 0 || (voices.length === 1 && chosen === voices[0]);
  const kept = isPlain ? without(settling.voices, pointer) : { ...settling.voices, [pointer]: voices };
  return put(scales, { ...settling, voices: kept }, at, golden, chosen && told(chosen, scales, strategy));
}

interface Judged {
  top: readonly Voice[];
  stands: Voice;
  own: Voice | undefined;
  strict: Strict;
}

/** Where neither of two is stricter the members disagree; where one is they do not, whatever they said before. */
function judge(hearing: Hearing, pointer: string, { top, stands, own, strict }: Judged): void {
  const isAs = (voice: Voice) => compareStrictness(voice.value, stands.value, strict) === 'same';
  if (top.every(isAs)) hearing.settled.add(pointer);
  if (own && top.includes(own) && !isAs(own))
    hearing.contests.push({ pointer, standing: spokenBy(stands), word: spokenBy(own) });
}

function without(voices: Settling['voices'], pointer: string): Settling['voices'] {
  const { [pointer]: left, ...others } = voices;
  return left ? others : voices;
}

/** Who changes what it had before its eyes replaces it, where neither is stricter. */
function isChangeOf(scales: Scales, pointer: string, golden: Json | undefined): boolean {
  return !scales.isFirst && golden !== undefined && isSeenBy(scales, pointer, golden);
}

function withoutReplaced(voices: readonly Voice[], own: Voice, strict: Strict): readonly Voice[] {
  return voices.filter(
    (voice) => voice === own || compareStrictness(voice.value, own.value, strict) !== 'neither',
  );
}

/** Those than which none is stricter. */
function strictestOf(voices: readonly Voice[], strict: Strict): readonly Voice[] {
  return voices.filter(
    ({ value }) => !voices.some((other) => compareStrictness(other.value, value, strict) === 'stricter'),
  );
}

function spokenBy({ value, saying }: Voice) {
  return wordBy(systemOf(saying), value, saying);
}

function told({ value, saying }: Voice, { rule }: Scales, { line }: Strategy): Voice {
  return { value, saying: { ...saying, rule: `${rule.file}:${line} strictest` } };
}

function put(
  { entity, current, saying }: Scales,
  settling: Settling,
  { pointer }: At,
  golden: Json | undefined,
  chosen: Voice | undefined,
): Settling {
  const isOther = !equal(chosen?.value, golden);
  const by = current?.told && sayingOf(current.told, pointer);
  const isRetold = chosen && current && (!by || systemOf(by) !== systemOf(chosen.saying));
  const sayings = new Map<string, Saying>(settling.sayings);
  if (isRetold || isOther) sayings.set(pointer, chosen?.saying ?? saying);
  if (!isOther) return { ...settling, sayings };
  return {
    ...settling,
    sayings,
    record: withValueAt(settling.record, pointer, chosen?.value, entity.elementKeys),
    changed: [...settling.changed, pointer],
    gone: chosen ? settling.gone : [...settling.gone, pointer],
  };
}
