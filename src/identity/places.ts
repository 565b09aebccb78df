import { parentOf, type Strategy, strategyAt } from '../landscape/connectivity/survivorship.ts';
import type { ConnectivityRule } from '../landscape/landscape.ts';
import type { EntityModel } from '../quality/checker.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { elementKey, escapePointer } from './merge.ts';

/** Where in an entity a strategy holds: the outermost attribute. */
export interface StrategyPlace {
  place: string;
  strategy: Strategy;
}

const known = new WeakMap<ConnectivityRule, Map<string, StrategyPlace[]>>();

/** The attributes that go by a strategy under a rule, the enterprise's before those of its sites. */
export function placesBy(
  rule: ConnectivityRule,
  entity: EntityModel,
  strategy: Strategy['strategy'],
): readonly StrategyPlace[] {
  const ofRule = known.get(rule) ?? new Map<string, StrategyPlace[]>();
  known.set(rule, ofRule);
  const name = `${entity.entity} ${strategy}`;
  const found = ofRule.get(name) ?? findPlaces(rule, entity, strategy);
  ofRule.set(name, found);
  return found;
}

function findPlaces(
  rule: ConnectivityRule,
  entity: EntityModel,
  strategy: Strategy['strategy'],
): StrategyPlace[] {
  const all = [...entity.groups.keys()].map((place) => ({
    place,
    strategy: strategyAt(rule, entity, place),
  }));
  const meant = all.filter((each) => each.strategy.strategy === strategy && !isContainer(each.place));
  const places = new Set(meant.map(({ place }) => place));
  return meant
    .filter(({ place }) => !places.has(parentOf(place)))
    .sort((a, b) => Number(isOfPart(a.place)) - Number(isOfPart(b.place)));
}

/** Sites and companies are weighed part by part. */
function isContainer(place: string): boolean {
  return /^\/(sites|companies)(\/\*)?$/.test(place);
}

function isOfPart(place: string): boolean {
  return place.startsWith('/sites/') || place.startsWith('/companies/');
}

/** What of a record stands for itself at a place: each element of a list by its key, each entry of a map, else the attribute. */
export function pointersAt(
  record: JsonObject,
  place: string,
  { elementKeys, groups }: Pick<EntityModel, 'elementKeys' | 'groups'>,
): string[] {
  const keys = elementKeys.get(place) ?? [];
  return attributesAt(record, place).flatMap(([pointer, value]) => {
    if (Array.isArray(value) && keys.length > 0)
      return value.map((element) => `${pointer}/${escapePointer(elementKey(element, keys))}`);
    if (groups.has(`${place}/*`) && isObject(value))
      return Object.keys(value).map((name) => `${pointer}/${escapePointer(name)}`);
    return pointer;
  });
}

/** The attributes of a record at a place: one for each site or company that `*` stands for. */
export function attributesAt(record: JsonObject, place: string): [string, Json][] {
  const start: [string, Json][] = [['', record]];
  return place
    .split('/')
    .slice(1)
    .reduce(
      (found, name) =>
        found.flatMap(([pointer, value]): [string, Json][] => {
          if (!isObject(value)) return [];
          const names = name === '*' ? Object.keys(value) : [name];
          return names.flatMap((each): [string, Json][] => {
            const inner = value[each];
            return inner === undefined ? [] : [[`${pointer}/${escapePointer(each)}`, inner]];
          });
        }),
      start,
    );
}
