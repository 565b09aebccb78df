import type { Json, JsonObject } from '../vocabulary/json.ts';
import { problem } from '../vocabulary/problem.ts';
import type { Finding } from './checker.ts';
import type { EntitySchema, SchemaNode } from './schema.ts';

interface Expectation {
  /** Attribute names from the record down; `*` for each element of a list. */
  path: string[];
  severity: 'E' | 'W';
  applies(record: JsonObject): boolean;
  because: string;
}

/**
 * Compiles the attributes that are required only from a status on, or for some values of another attribute. Systems report
 * late, so the first kind is a warning.
 */
export function compileExpected(schema: EntitySchema): (record: JsonObject) => Finding[] {
  const expectations = collect(schema, [], schema['x-status']?.main ?? []);
  if (expectations.length === 0) return () => [];
  return (record) =>
    expectations.flatMap((e) =>
      e.applies(record) ? missing(record, e.path, '').map((at) => finding(at, e)) : [],
    );
}

function collect(node: SchemaNode, path: string[], main: readonly string[]): Expectation[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const here = [...path, name];
    const own = expectation(child, here, main);
    const below =
      child.items === undefined ? collect(child, here, main) : collect(child.items, [...here, '*'], main);
    return own === undefined ? below : [own, ...below];
  });
}

function expectation(node: SchemaNode, path: string[], main: readonly string[]): Expectation | undefined {
  const required = node['x-required'];
  if (required === undefined || required === true) return undefined;
  if ('from' in required) {
    const statuses = new Set<Json | undefined>(main.slice(main.indexOf(required.from)));
    return {
      path,
      severity: 'W',
      applies: (r) => statuses.has(r['status']),
      because: `from status ${required.from} on`,
    };
  }
  const [[name, values]] = Object.entries(required.when) as [[string, string[]]];
  const because = `when ${name} is ${values.join(' or ')}`;
  return { path, severity: 'E', applies: (r) => values.includes(r[name] as string), because };
}

function missing(value: Json | undefined, path: readonly string[], at: string): string[] {
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined || value === null ? [at] : [];
  if (name === '*')
    return Array.isArray(value) ? value.flatMap((v, i) => missing(v, rest, `${at}[${i}]`)) : [];
  return missing((value as JsonObject | undefined)?.[name], rest, at === '' ? name : `${at}.${name}`);
}

function finding(at: string, { severity, because }: Expectation): Finding {
  return {
    severity,
    problem: problem('schema-violated', 'check', `${at}: required ${because}, but missing`, { field: at }),
  };
}
