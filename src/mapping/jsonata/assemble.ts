import type { Native } from './callables.ts';
import { generate } from './generate.ts';
import type { Build, FieldFunction, Place, Refusal, Site } from './place.ts';
import type { Node } from './reference.ts';
import type { Run } from './run.ts';
import { runtime } from './runtime.ts';
import { frameFor } from './variables.ts';

/** An expression as synchronous JavaScript. */
export interface Program {
  run(run: Run, input: unknown): unknown;
  /** Places that `run.at` refers to. */
  sites: readonly Site[];
  /** What the expression holds that a mapping may not; the program runs only without any. */
  refusals: readonly Refusal[];
  source: string;
}

export function assemble(
  node: Node,
  natives: ReadonlyMap<string, Native>,
  field: ReadonlyMap<string, FieldFunction>,
): Program {
  const build: Build = {
    constants: [],
    sites: [],
    refusals: [],
    natives,
    field,
    binds: new Set(),
    tupleNames: tupleNames(node),
    count: 0,
    evaluate: (part, place) => generate(build, part, place),
  };
  const source = write(build, node);
  const { sites, refusals, constants } = build;
  if (refusals.length > 0) return { run: () => undefined, sites, refusals, source };
  return { run: load(source, constants), sites, refusals, source };
}

function write(build: Build, node: Node): string {
  const place: Place = {
    lines: [],
    input: 'input',
    object: 'object',
    frame: { variables: new Map() },
    target: '',
  };
  const frame = frameFor(build, place, [node]);
  const { code } = build.evaluate(node, { ...place, frame });
  return `return (S, input) => {\nconst object = plain(input);\n${place.lines.join('\n')}\nreturn ${code};\n};`;
}

/**
 * The text of the program holds nothing of the mapping but its names and literals, written as JSON, and nothing of
 * any document.
 */
function load(source: string, constants: unknown[]): (run: Run, input: unknown) => unknown {
  const names = Object.keys(runtime);
  const constantNames = constants.map((_, i) => `k${i}`);
  const make = new Function(...names, ...constantNames, `'use strict';\n${source}`);
  return make(...Object.values(runtime), ...constants) as (run: Run, input: unknown) => unknown;
}

/** Names that a path may bind on its way, anywhere in the expression. */
function tupleNames(node: Node): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || part instanceof RegExp) return;
    if (Array.isArray(part)) {
      part.forEach(visit);
      return;
    }
    const { focus, index, ancestor, type, value } = part as Node;
    for (const name of [focus, index, ancestor?.label]) if (typeof name === 'string') found.add(name);
    if (type === 'index' && typeof value === 'string') found.add(value);
    for (const child of Object.values(part)) visit(child);
  };
  visit(node);
  return found;
}
