import type { EntityModel } from '../../quality/checker.ts';
import { isObject, type JsonObject, objectsOf } from '../../vocabulary/json.ts';
import { changedDefinition, type Evidence, type MatchingChange } from '../../vocabulary/matching.ts';
import { elementKey, escapePointer } from '../merge.ts';
import { bareNumber, textOf } from './normalise.ts';
import { numberOf } from './numbers.ts';

/** The numbers of a record that name the thing, by kind, bare, with the JSON pointer where each stands. */
export type StrongNumbers = (record: JsonObject) => ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Those of which matching makes strong evidence. Undefined: the entity has none, or is not matched. */
export function strongNumbersOf(
  { matching, elementKeys }: Pick<EntityModel, 'matching' | 'elementKeys'>,
  change: MatchingChange | undefined,
): StrongNumbers | undefined {
  const definition = changedDefinition(matching, change);
  const strong = Object.values(definition?.evidence ?? {}).filter((each) => each.strong && each.weight > 0);
  if (!definition || strong.length === 0) return undefined;
  const schemes = schemesOf(strong);
  const has = (compare: Evidence['compare']) => strong.some((each) => each.compare === compare);
  const shared =
    has('sharedNumber') && definition.sharedNumbers !== undefined
      ? new RegExp(definition.sharedNumbers, 'u')
      : undefined;
  const keys = elementKeys.get('/identifiers') ?? [];
  return (record) => {
    const found = new Map<string, Map<string, string>>();
    const put = (kind: string, bare: string, pointer: string) => {
      const ofKind = found.get(kind);
      if (ofKind) ofKind.set(bare, pointer);
      else found.set(kind, new Map([[bare, pointer]]));
    };
    for (const element of objectsOf(record['identifiers'])) {
      const kind = schemes.get(String(element['scheme']));
      const number = kind && numberOf(element, kind.byIssuer);
      if (!kind || !number) continue;
      const pointer = `/identifiers/${escapePointer(elementKey(element, keys))}`;
      put(`${kind.name} ${number.issuer ?? ''}`, number.bare, pointer);
    }
    const maker =
      has('makerPart') && isObject(record['maker']) ? textOf(record['maker']['partNumber']) : undefined;
    if (maker !== undefined) put('maker', bareNumber(maker), '/maker');
    const number = textOf(record['number']);
    if (number !== undefined && shared?.test(number)) put('number', number, '/number');
    return found;
  };
}

interface Kind {
  name: string;
  byIssuer: boolean;
}

/** Schemes that are compared with each other are one kind; of what an issuer gives each issuer has its own. */
function schemesOf(strong: readonly Evidence[]): Map<string, Kind> {
  const schemes = new Map<string, Kind>();
  for (const each of strong) {
    if (each.compare === 'identifier')
      for (const scheme of each.schemes)
        schemes.set(scheme, { name: each.schemes[0]!, byIssuer: each.byIssuer === true });
    if (each.compare === 'makerPart') schemes.set('mpn', { name: 'mpn', byIssuer: true });
    if (each.compare === 'legacyNumber') schemes.set('legacy', { name: 'legacy', byIssuer: false });
  }
  return schemes;
}

/** What a system says of a thing, and what the record becomes by it. */
export interface Renumbering {
  /** What the system said last; undefined: nothing. */
  before: JsonObject | undefined;
  now: JsonObject;
  stands: JsonObject;
  becomes: JsonObject;
}

/**
 * Where a number that names the thing would be another, or none: the JSON pointers of those that go and of those that come for them, also where the
 * system's lists are partial. The first of its kind, one more beside those that stay, and another way of writing are no change.
 */
export function renumbered(numbers: StrongNumbers, { before, now, stands, becomes }: Renumbering): string[] {
  const [after, was, is] = [becomes, before ?? {}, now].map(numbers) as [Found, Found, Found];
  return [...numbers(stands)].flatMap(([kind, held]) => {
    const goes = without(held, after.get(kind));
    const comes = without(after.get(kind), held);
    if (goes.length > 0) return [...new Set([...goes, ...comes])];
    const replaced = without(was.get(kind), is.get(kind));
    if (comes.length === 0 || replaced.length === 0) return [];
    const standing = replaced.filter((pointer) => [...held.values()].includes(pointer));
    // What it said last does not stand: a steward said no to it, or has not decided yet.
    return [...(standing.length > 0 ? standing : without(held, is.get(kind))), ...comes];
  });
}

type Found = ReturnType<StrongNumbers>;
type OfKind = ReadonlyMap<string, string>;

/** The pointers of the numbers that the other has not. */
function without(numbers: OfKind = NONE, other: OfKind = NONE): string[] {
  return [...numbers].flatMap(([bare, pointer]) => (other.has(bare) ? [] : [pointer]));
}

const NONE: OfKind = new Map();
