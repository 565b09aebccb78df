import vm from 'node:vm';
import type { Json } from '../../vocabulary/json.ts';

/** A chart written in TypeScript, evaluated: what it declares, and its functions by where they stand in that. */
export interface ChartScript {
  /** Each function as its text. */
  declared: Json;
  /** JSON pointers. */
  functions: ReadonlySet<string>;
  /** Calls the function at a pointer; what it gives, as JSON. Undefined when it gives nothing. */
  call(pointer: string, asked: unknown): { value: Json | undefined } | { failure: Failure };
}

/** What went wrong, in the words of the script, and the line where it knows it. */
export interface Failure {
  detail: string;
  line?: number;
}

/** A function that takes longer loops: it would hold up the whole hub. */
const MOST_MS = 1000;

/**
 * Evaluates a script in a realm of its own: no files, no network, no process, no clock and no chance. Text alone passes between the realms. That keeps an
 * author from mistakes, and what a function gives a matter of what it is given; it is no wall against one who means harm.
 * `exports`: where the words `export default` stand.
 */
export function evaluate(
  file: string,
  js: string,
  [from, to]: readonly [from: number, to: number],
): ChartScript | Failure {
  const realm = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  vm.runInContext(PRELUDE, realm);
  const source = `'use strict';${js.slice(0, from)};hub.exported=${js.slice(from, to).replace(/[^\n]/g, '')}${js.slice(to)}`;
  const answer = (script: vm.Script): { text: string | undefined } | { failure: Failure } => {
    try {
      const text: unknown = script.runInContext(realm, { timeout: MOST_MS });
      return { text: typeof text === 'string' ? text : undefined };
    } catch (error) {
      return { failure: failureOf(file, error as Error) };
    }
  };
  try {
    const made = answer(new vm.Script(source, { filename: file }));
    if ('failure' in made) return made.failure;
  } catch (error) {
    return failureOf(file, error as Error);
  }
  const read = answer(READ);
  if ('failure' in read) return read.failure;
  const { declared, functions } = JSON.parse(read.text ?? '{"declared":null,"functions":[]}') as {
    declared: Json;
    functions: string[];
  };
  return {
    declared,
    functions: new Set(functions),
    call: (pointer, asked) => {
      realm['hub'].asked = JSON.stringify({ pointer, asked });
      const called = answer(CALL);
      if ('failure' in called) return called;
      return { value: called.text === undefined ? undefined : (JSON.parse(called.text) as Json) };
    },
  };
}

const READ = new vm.Script('hub.read()');
const CALL = new vm.Script('hub.call()');

const PRELUDE = `'use strict';
{
  const parse = JSON.parse, write = JSON.stringify;
  const refuse = (what, instead) => () => { throw new Error(what + ' is not there: ' + instead); };
  Math.random = refuse('Math.random', 'what a function gives must come from what it is given');
  const Time = Date;
  const now = refuse('the clock', 'the time of the event is event.time');
  globalThis.Date = class Date extends Time {
    constructor(...given) { if (given.length === 0) now(); super(...given); }
    static now() { now(); }
  };
  for (const name of ['Atomics', 'SharedArrayBuffer', 'WebAssembly', 'Intl', 'console']) delete globalThis[name];
  const functions = new Map();
  const read = (value, pointer) => {
    if (typeof value === 'function') { functions.set(pointer, value); return String(value); }
    if (Array.isArray(value)) return value.map((each, i) => read(each, pointer + '/' + i));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, read(each, pointer + '/' + name.replaceAll('~', '~0').replaceAll('/', '~1'))]));
  };
  globalThis.hub = {
    read: () => write({ declared: read(hub.exported, '') ?? null, functions: [...functions.keys()] }),
    call: () => {
      const { pointer, asked } = parse(hub.asked);
      const value = functions.get(pointer)(asked);
      if (typeof value?.then === 'function') throw new Error('a function of a chart answers at once: it cannot wait for anything');
      return write(value);
    },
  };
}`;

function failureOf(file: string, error: Error & { code?: string }): Failure {
  if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { detail: `it took longer than ${MOST_MS} ms` };
  return { detail: String(error?.message ?? error).slice(0, 300), ...lineIn(file, error) };
}

/** Of the innermost call that stands in the file. */
function lineIn(file: string, error: Error | undefined): { line: number } | undefined {
  const { stack } = error ?? {};
  if (typeof stack !== 'string') return undefined;
  const at = stack.indexOf(`${file}:`);
  const line = at < 0 ? Number.NaN : Number.parseInt(stack.slice(at + file.length + 1), 10);
  return Number.isInteger(line) ? { line } : undefined;
}
