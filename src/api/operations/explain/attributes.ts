import { equal, escapePointer } from '../../../identity/merge.ts';
import { isObject, type Json, type JsonObject } from '../../../vocabulary/json.ts';
import type { ExplainAnswer } from './contract.ts';

interface View {
  system: string;
  view?: unknown;
}

/** Who says what of each attribute of a record. Attributes that only views have are no part of it. */
export function attributesOf(record: JsonObject, views: readonly View[]): ExplainAnswer['attributes'] {
  return leavesOf(record, []).map((path) => {
    const value = at(record, path)!;
    const said = views.flatMap(({ system, view }) => {
      const theirs = isObject(view) ? at(view, path) : undefined;
      return theirs === undefined || theirs === null ? [] : { system, value: theirs };
    });
    return {
      pointer: path.map((name) => `/${escapePointer(name)}`).join(''),
      value,
      saidBy: said.filter((each) => equal(each.value, value)).map(({ system }) => system),
      otherwise: said.filter((each) => !equal(each.value, value)),
    };
  });
}

function leavesOf(value: Json, path: readonly string[]): (readonly string[])[] {
  if (!isObject(value)) return [path];
  return Object.entries(value)
    .filter(([name]) => path.length > 0 || name !== 'key')
    .flatMap(([name, each]) => leavesOf(each, [...path, name]));
}

function at(value: Json, path: readonly string[]): Json | undefined {
  let found: Json | undefined = value;
  for (const name of path) found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return found;
}
