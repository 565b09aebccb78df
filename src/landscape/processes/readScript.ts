import { stripTypeScriptTypes } from 'node:module';
import { type Node, type ObjectExpression, type Program, parse, type VariableDeclaration } from 'acorn';
import type { Json } from '../../vocabulary/json.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { child, type Place, type YamlFile } from '../yaml.ts';
import { type ChartScript, evaluate } from './chartScript.ts';

/** A chart in TypeScript, as plain data like one in YAML: where it has a function stands that function's text. */
export interface ScriptFile extends YamlFile {
  /** As written. */
  script: string;
  /** Pointers of the functions. */
  functions: ReadonlySet<string>;
}

export function isScript(file: YamlFile): file is ScriptFile {
  return 'script' in file;
}

/** Reads and evaluates the script; what is wrong with it is among the problems. */
export function readScript(file: string, text: string): ScriptFile {
  const opened = openScript(file, text);
  if ('problem' in opened) return { ...emptyFile(file, text), problems: [opened.problem] };
  const { script, program } = opened;
  return {
    ...emptyFile(file, text),
    value: script.declared,
    functions: script.functions,
    ...places(program),
  };
}

/** The same, to call its functions. */
export function openScript(
  file: string,
  text: string,
): { script: ChartScript; program: Program } | { problem: Problem } {
  const js = withoutTypes(file, text);
  if (typeof js !== 'string') return { problem: js };
  const program = parsed(file, js);
  if ('code' in program) return { problem: program };
  const exported = exportOf(file, program);
  if ('code' in exported) return { problem: exported };
  const script = evaluate(file, js, exported.words);
  if ('detail' in script)
    return { problem: refusal(file, script.line ?? 1, `The chart cannot be evaluated: ${script.detail}`) };
  return { script, program };
}

function emptyFile(file: string, script: string): ScriptFile {
  const nowhere = () => ({ line: 1, column: 1 });
  const none = { written: new Map(), substituted: new Set<string>(), unfilled: new Set<string>() };
  return {
    file,
    script,
    value: null,
    functions: new Set(),
    keyAt: nowhere,
    valueAt: nowhere,
    ...none,
    problems: [],
  };
}

/** Each character stays where it stood. */
function withoutTypes(file: string, text: string): string | Problem {
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    const { message, stack } = error as Error;
    const line = Number.parseInt(/^:(\d+)/.exec(stack ?? '')?.[1] ?? '1', 10);
    return refusal(file, line, `This is not TypeScript that can be read: ${message}`);
  }
}

function parsed(file: string, js: string): Program | Problem {
  try {
    return parse(js, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      allowAwaitOutsideFunction: false,
    });
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    return refusal(file, loc?.line ?? 1, `This is not TypeScript that can be read: ${message}`);
  }
}

/** A chart stands by itself: it is kept with its version, and nothing it was made of may be another the next day. */
function exportOf(file: string, { body }: Program): { words: [number, number] } | Problem {
  for (const { type, loc } of body) {
    if (type === 'ImportDeclaration' || type === 'ExportAllDeclaration')
      return refusal(
        file,
        loc!.start.line,
        'A chart imports types only',
        'Write `import type`, or move what is imported here.',
      );
    if (type === 'ExportNamedDeclaration')
      return refusal(file, loc!.start.line, 'A chart exports itself only', 'Take `export` away.');
  }
  const found = body.find((each) => each.type === 'ExportDefaultDeclaration');
  if (found) return { words: [found.start, found.declaration.start] };
  return refusal(
    file,
    1,
    'The file exports no chart',
    'Write `export default { process: … } satisfies Process`.',
  );
}

function refusal(
  file: string,
  line: number,
  detail: string,
  advice = 'Mend it; docs/processes.md says what a chart in TypeScript may hold.',
): Problem {
  return problem('landscape-invalid', 'landscape', detail, { file, line, column: 1, advice });
}

/** Where keys and values stand, as far as the chart is written out; what is computed stands where it is put in. */
function places({ body }: Program): Pick<YamlFile, 'keyAt' | 'valueAt'> {
  const constants = new Map(body.filter((each) => each.type === 'VariableDeclaration').flatMap(declared));
  const found = new Map<string, { key: Place; value: Place }>();
  const visit = (node: Node, pointer: string, key: Place, depth: number): void => {
    found.set(pointer, { key, value: placeOf(node) });
    const meant = depth > MOST_DEPTH ? undefined : meaning(node, constants);
    if (meant?.type === 'ArrayExpression')
      for (const [i, each] of (meant as Node & { elements: (Node | null)[] }).elements.entries())
        if (each) visit(each, child(pointer, i), placeOf(each), depth + 1);
    if (meant?.type !== 'ObjectExpression') return;
    for (const property of (meant as ObjectExpression).properties) {
      if (property.type === 'SpreadElement') visit(property.argument, pointer, key, depth + 1);
      else if (!property.computed)
        visit(property.value, child(pointer, nameOf(property.key)), placeOf(property.key), depth + 1);
    }
  };
  const chart = body.find((each) => each.type === 'ExportDefaultDeclaration')!.declaration;
  visit(chart, '', placeOf(chart), 0);
  const at = (pointer: string, which: 'key' | 'value'): Place => {
    for (let near = pointer; ; near = near.slice(0, near.lastIndexOf('/'))) {
      const place = found.get(near);
      if (place) return place[near === pointer ? which : 'value'];
    }
  };
  return { keyAt: (pointer) => at(pointer, 'key'), valueAt: (pointer) => at(pointer, 'value') };
}

const MOST_DEPTH = 50;

function declared({ declarations }: VariableDeclaration): [string, Node][] {
  return declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init ? [[id.name, init] as [string, Node]] : [],
  );
}

/** A name is what it was declared as; of a call what it was given first, as with `defineProcess({…})`. */
function meaning(node: Node, constants: ReadonlyMap<string, Node>): Node | undefined {
  if (node.type === 'Identifier') return constants.get((node as Node & { name: string }).name);
  if (node.type === 'CallExpression') return (node as Node & { arguments: Node[] }).arguments[0];
  return node;
}

function nameOf(key: Node): string {
  const { name, value } = key as Node & { name?: string; value?: Json };
  return name ?? String(value);
}

function placeOf({ loc }: Node): Place {
  return { line: loc!.start.line, column: loc!.start.column + 1 };
}
