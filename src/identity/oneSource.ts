import type { Strategy } from '../landscape/connectivity/survivorship.ts';
import type { Json } from '../vocabulary/json.ts';
import { STEWARD } from '../vocabulary/steward.ts';
import type { Hearing, Settling, Source, Together } from './hearing.ts';
import { equal } from './merge.ts';
import { ownWord } from './ownWord.ts';
import { placesBy } from './places.ts';
import { namesOf, valueAt, withValueAt } from './pointer.ts';
import { alike } from './rendering.ts';
import { isSeenBy, type Scales } from './scales.ts';
import { type Saying, sayingOf, systemOf } from './told.ts';

/** Those that an attribute stands together with. */
export function togetherWith(
  { rule, entity }: Scales,
  at: { pointer: string; shape: string },
  strategy: Strategy,
): Together {
  const scope = scopeOf(at.shape);
  const group = groupOf(entity, at.shape);
  const prefix = scope === '' ? '' : at.pointer.split('/').slice(0, 3).join('/');
  const places = placesBy(rule, entity, 'oneSource').filter(
    (each) =>
      each.strategy.line === strategy.line &&
      scopeOf(each.place) === scope &&
      groupOf(entity, each.place) === group,
  );
  const pointerOf = (place: string) => prefix + place.slice(scope.length);
  const required = places.filter(({ place }) => entity.groups.get(place)?.required);
  return {
    id: `${prefix} ${strategy.line} ${group}`,
    strategy,
    pointers: places.map(({ place }) => pointerOf(place)),
    required: new Set(required.map(({ place }) => pointerOf(place))),
  };
}

function scopeOf(shape: string): string {
  return /^\/(sites|companies)\/\*/.exec(shape)?.[0] ?? '';
}

function groupOf({ groups }: Scales['entity'], place: string): string {
  const top = place.slice(scopeOf(place).length).split('/', 2)[1] ?? '';
  return groups.get(`${scopeOf(place)}/${top}`)?.group ?? '';
}

/** Whether the one who speaks for the others tells this too; where it does not, it is open to all. */
export function isSpokenFor(scales: Scales, together: Together, pointer: string): boolean {
  const holder = holderOf(scales, together);
  return holder === undefined || holder === scales.system || scales.tells(holder, namesOf(pointer));
}

export function sourceOf(scales: Scales, together: Together): Source {
  const { system, isFirst, current, entity } = scales;
  const holder = holderOf(scales, together);
  if (holder === system) return 'speaks';
  if (holder === undefined) return isFirst && isKnown(scales, together) ? 'yields' : 'speaks';
  const [mine, its] = [system, holder].map((each) => rankOf(together.strategy, each)) as [number, number];
  if (mine !== its) return mine < its ? 'takesOver' : 'yields';
  const golden = (pointer: string) => valueAt(current!.data, pointer, entity.elementKeys);
  const spoken = together.pointers.filter((pointer) => scales.tells(holder, namesOf(pointer)));
  if (!spoken.every((pointer) => isWithin(scales, pointer, golden(pointer)))) return 'disputed';
  return isFirst ? 'agrees' : 'speaks';
}

/** What stands by nobody that the hub knows of. */
function isKnown({ current, entity }: Scales, { pointers }: Together): boolean {
  return pointers.some((pointer) => valueAt(current!.data, pointer, entity.elementKeys) !== undefined);
}

/** The system by whose word they stand; what a steward decided stands beside it. */
function holderOf({ current, entity }: Scales, { pointers }: Together): string | undefined {
  const told = current?.told;
  if (!told) return undefined;
  for (const pointer of pointers) {
    if (valueAt(current.data, pointer, entity.elementKeys) === undefined) continue;
    const saying = sayingOf(told, pointer);
    if (saying && systemOf(saying) !== STEWARD) return systemOf(saying);
  }
  return undefined;
}

function rankOf({ order = [] }: Strategy, system: string): number {
  const rank = order.indexOf(system);
  return rank < 0 ? order.length : rank;
}

/** The system has what stands before its eyes, so that its own change is one of the whole. */
function isWithin(scales: Scales, pointer: string, golden: Json | undefined): boolean {
  const { now, entity, isFirst, hasArrived } = scales;
  const said = valueAt(now, pointer, entity.elementKeys);
  if (isFirst) return said == null || alike(golden, said);
  if (ownWord(scales, pointer) !== undefined)
    return golden === undefined || isSeenBy(scales, pointer, golden);
  return said == null || alike(golden, said) || hasArrived(pointer, golden);
}

/** Lets a system that is trusted more speak for all of a group, and keeps who speaks for it where that is another now. */
export function settleSources(scales: Scales, hearing: Hearing, settling: Settling): Settling {
  let result = settling;
  for (const { together, source } of hearing.sources.values()) {
    if (source === 'takesOver') result = takeOver(scales, hearing, result, together);
    if (source === 'speaks' && scales.current && !scales.isFirst) result = retell(scales, result, together);
  }
  return result;
}

/** What it does not say, and somebody else did, is taken away: it would be of another revision. What it never tells stays. */
function takeOver(scales: Scales, hearing: Hearing, settling: Settling, together: Together): Settling {
  const { system, entity, now, tells } = scales;
  const told = together.pointers.filter((pointer) => tells(system, namesOf(pointer)));
  let { record } = settling;
  const changed: string[] = [];
  const gone: string[] = [];
  for (const pointer of told) {
    const held = valueAt(record, pointer, entity.elementKeys);
    const said = valueAt(now, pointer, entity.elementKeys) ?? undefined;
    if (equal(held, said) || (said === undefined && together.required.has(pointer))) continue;
    record = withValueAt(record, pointer, said, entity.elementKeys);
    changed.push(pointer);
    if (said === undefined) gone.push(pointer);
    hearing.strategies.set(pointer, together.strategy);
  }
  const next = {
    ...settling,
    record,
    changed: [...settling.changed, ...changed],
    gone: [...settling.gone, ...gone],
  };
  return retell(scales, next, together);
}

/** All that stands of the group stands by the system from now on, as far as it tells it. */
function retell(
  { rule, system, saying, current, entity, tells }: Scales,
  settling: Settling,
  together: Together,
): Settling {
  const by: Saying = { ...saying, rule: `${rule.file}:${together.strategy.line} oneSource` };
  const others = together.pointers.filter((pointer) => {
    const told = current?.told && sayingOf(current.told, pointer);
    const isThere = valueAt(settling.record, pointer, entity.elementKeys) !== undefined;
    const isOwn = told && (systemOf(told) === system || systemOf(told) === STEWARD);
    return tells(system, namesOf(pointer)) && (isThere || settling.changed.includes(pointer)) && !isOwn;
  });
  const sayings = new Map([...settling.sayings, ...others.map((pointer): [string, Saying] => [pointer, by])]);
  return { ...settling, sayings };
}
