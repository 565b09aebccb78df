import Type, { type TSchema } from 'typebox';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { fitSettings } from '../fit.ts';
import { refuse, unknownWord } from '../report.ts';
import { duration } from '../settingTypes.ts';
import { child, type YamlFile } from '../yaml.ts';

export const parameterTypes = ['duration', 'boolean', 'number', 'text', 'list'] as const satisfies string[];

export type ParameterType = (typeof parameterTypes)[number];

/** What may be set of a chart from outside, and what is set. */
export interface Parameters {
  types: { [name: string]: ParameterType };
  /** Values by name, where a segment has none of its own. */
  values: JsonObject;
  /** By segment, all values that hold there. */
  segments: { [segment: string]: JsonObject };
}

const SCHEMAS: Record<ParameterType, TSchema> = {
  duration: duration(),
  boolean: Type.Boolean(),
  number: Type.Number(),
  text: Type.String(),
  list: Type.Array(Type.String()),
};

type Declared = { [name: string]: { type: ParameterType; default?: unknown } };

/** The parameters of a chart with their defaults. */
export function declare(declared: Declared, yaml: YamlFile, problems: Problem[]): Parameters {
  const all = Object.entries(declared);
  const types = Object.fromEntries(all.map(([name, { type }]) => [name, type]));
  const defaults = all.filter(([, its]) => its.default !== undefined);
  const values = Object.fromEntries(
    defaults.flatMap(([name, its]) => {
      const at = `${child('/parameters', name)}/default`;
      return fitted(its.type, its.default as Json, at, yaml, problems).map((value) => [name, value]);
    }),
  );
  return { types, values, segments: {} };
}

/** The same with values from a file that uses the chart: what has no such name or is of another type is a problem. */
export function setValues(
  { types, values }: Parameters,
  given: { with: object; segments: Record<string, object> },
  yaml: YamlFile,
  problems: Problem[],
): Parameters {
  const read = (said: object, pointer: string): JsonObject =>
    Object.fromEntries(
      Object.entries(said as JsonObject).flatMap(([name, value]) => {
        const at = child(pointer, name);
        const type = types[name];
        if (type === undefined) {
          problems.push(unknownWord('parameter', name, Object.keys(types), yaml, at, 'key'));
          return [];
        }
        return fitted(type, value, at, yaml, problems).map((its) => [name, its]);
      }),
    );
  const everywhere = { ...values, ...read(given.with, '/with') };
  const segments = Object.entries(given.segments).map(([segment, said]) => [
    segment,
    { ...everywhere, ...read(said, child('/segments', segment)) },
  ]);
  return { types, values: everywhere, segments: Object.fromEntries(segments) };
}

function fitted(
  type: ParameterType,
  value: Json,
  pointer: string,
  yaml: YamlFile,
  problems: Problem[],
): Json[] {
  const { value: its, misfits } = fitSettings(SCHEMAS[type], value, pointer, yaml);
  problems.push(...misfits.map((misfit) => refuse(yaml, misfit)));
  return misfits.length > 0 ? [] : [its];
}
