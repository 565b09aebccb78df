import type { Native } from './callables.ts';
import { fail } from './failure.ts';
import { each, filter, map, reduce, sift, single, sort } from './higherOrder.ts';
import { contains, match, replace, split } from './matchers.ts';
import { type Builtin, builtins } from './reference.ts';
import type { Run } from './run.ts';
import { append, sequence } from './sequences.ts';

/** The package's functions that are synchronous and pure: taken as they are. */
const taken = [
  'count',
  'max',
  'min',
  'average',
  'string',
  'substring',
  'substringBefore',
  'substringAfter',
  'lowercase',
  'uppercase',
  'length',
  'trim',
  'join',
  'formatNumber',
  'formatBase',
  'formatInteger',
  'parseInteger',
  'number',
  'floor',
  'ceil',
  'round',
  'abs',
  'sqrt',
  'power',
  'boolean',
  'not',
  'zip',
  'keys',
  'lookup',
  'exists',
  'spread',
  'merge',
  'reverse',
  'error',
  'assert',
  'type',
  'distinct',
  'base64encode',
  'base64decode',
  'encodeUrlComponent',
  'encodeUrl',
  'decodeUrlComponent',
  'decodeUrl',
  'toMillis',
  'fromMillis',
  'clone',
] as const; // prettier-ignore

/** The package's functions that are asynchronous: written anew, with the package's checks of their arguments. */
const renewed: Record<string, (run: Run, ...args: never[]) => unknown> = {
  contains,
  match,
  replace,
  split,
  map,
  filter,
  single,
  reduce,
  each,
  sift,
  sort,
  append: (_run, left: unknown, right: unknown) => bounded(append(left, right)),
};

/** What a mapping cannot have, and what to write in its place. */
export const refused: Record<string, string> = {
  eval: 'an expression in the data is never run: write it in the mapping',
  random: 'a mapping gives the same for the same document: take a value from the document',
  shuffle: 'a mapping gives the same for the same document: sort with $sort',
};

const longestPad = 10_000;

/** Every function of JSONata that a mapping may call, by name. */
export function natives(): ReadonlyMap<string, Native> {
  const find = builtins();
  const table = new Map<string, Native>();
  for (const name of taken) table.set(name, takenFrom(name, find(name)));
  for (const [name, run] of Object.entries(renewed)) table.set(name, renewedFrom(name, find(name), run));
  table.set('pad', pad(takenFrom('pad', find('pad'))));
  return table;
}

function takenFrom(name: string, builtin: Builtin | undefined): Native {
  if (builtin === undefined) throw new Error(`this version of jsonata has no $${name}`);
  const { implementation } = builtin;
  const focus = { createSequence: sequence };
  return {
    name,
    arity: implementation.length,
    parameters: parameters(implementation),
    validate: validation(builtin),
    run: (run, args) => Reflect.apply(implementation, name === 'toMillis' ? atArrival(run) : focus, args),
  };
}

/** A pattern without a year or a day takes them from the clock: here from the arrival of the message. */
function atArrival(run: Run): object {
  return { environment: { timestamp: new Date(run.scope.receivedAt) } };
}

function renewedFrom(
  name: string,
  builtin: Builtin | undefined,
  run: (run: Run, ...args: never[]) => unknown,
): Native {
  const shape = takenFrom(name, builtin);
  return { ...shape, run: (state, args) => run(state, ...(args as never[])) };
}

/** The width may come from a document. */
function pad(native: Native): Native {
  const run = (state: Run, args: unknown[]) => {
    if (Math.abs(Number(args[1])) > longestPad) fail('D2015', args[1]);
    return native.run(state, args);
  };
  return { ...native, run };
}

function validation(builtin: Builtin): Native['validate'] {
  const { signature } = builtin;
  return signature === undefined ? undefined : (args, context) => signature.validate(args, context);
}

/** How many parameters the function declares, those with a default included: what `$f(?)` may fill. */
function parameters(implementation: (...args: never[]) => unknown): number {
  const declared = /\(([^)]*)\)/.exec(implementation.toString())?.[1] ?? '';
  return declared.trim() === '' ? 0 : declared.split(',').length;
}

function bounded(list: unknown): unknown {
  if (Array.isArray(list) && list.length > 1_000_000) fail('D2015', list.length);
  return list;
}
