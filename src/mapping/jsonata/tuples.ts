import { addToGroup, inKeyOrder, set } from './objects.ts';
import { filter, start } from './paths.ts';
import { type Run, spend } from './run.ts';
import { append, type Sequence, sequence } from './sequences.ts';
import { orderBy } from './sorting.ts';

/** One way through a path with `@$x`, `#$i` or `%`: the value under `@`, and what was bound on the way. */
export type Tuple = Record<string, unknown>;

export interface TupleStep {
  of(value: unknown, tuple: Tuple): unknown;
  focus?: string;
  index?: string;
  ancestor?: string;
}

/** The context of a path as tuples. */
export function bindTuples(input: unknown): Sequence {
  return stream(start(input).map((item) => tuple({ '@': item })));
}

function stream(tuples: Tuple[]): Sequence {
  const made = sequence();
  for (const each of tuples) made.push(each);
  made.tupleStream = true;
  return made;
}

function tuple(members: Tuple): Tuple {
  return Object.assign(Object.create(null), members);
}

export function tupleStep(run: Run, tuples: Sequence, step: TupleStep): Sequence {
  spend(run, tuples.length);
  const made: Tuple[] = [];
  for (const from of tuples as Tuple[]) {
    const found = step.of(from['@'], from);
    if (found === undefined) continue;
    const list = (Array.isArray(found) ? found : [found]) as Sequence;
    for (let i = 0; i < list.length; i++) made.push(next(from, list, i, step));
  }
  return stream(made);
}

function next(from: Tuple, found: Sequence, at: number, step: TupleStep): Tuple {
  const made = tuple(from);
  if (found.tupleStream === true) return Object.assign(made, found[at]);
  made[step.focus ?? '@'] = found[at];
  if (step.index !== undefined) made[step.index] = at;
  if (step.ancestor !== undefined) made[step.ancestor] = from['@'];
  return made;
}

export function filterTuples(
  run: Run,
  tuples: Sequence,
  test: (value: unknown, tuple: Tuple) => unknown,
): Sequence {
  const kept = filter(run, tuples, (each) => test((each as Tuple)['@'], each as Tuple));
  kept.tupleStream = true;
  return kept;
}

export function indexTuples(tuples: Sequence, name: string): Sequence {
  (tuples as Tuple[]).forEach((each, i) => {
    each[name] = i;
  });
  return tuples;
}

export interface TupleTerm {
  descending: boolean;
  of(value: unknown, tuple: Tuple): unknown;
}

export function orderTuples(run: Run, tuples: Sequence, terms: TupleTerm[]): Sequence {
  const onTuples = terms.map(({ descending, of }) => ({
    descending,
    of: (each: unknown) => of((each as Tuple)['@'], each as Tuple),
  }));
  const sorted = orderBy(run, tuples, onTuples) as Sequence;
  sorted.tupleStream = true;
  return sorted;
}

interface TuplePair {
  key(value: unknown, tuple: Tuple): unknown;
  value(value: unknown, tuple: Tuple): unknown;
}

/** Grouping at the end of such a path: what was bound is gathered per group. */
export function groupTuples(tuples: Sequence, pairs: readonly TuplePair[]): Record<string, unknown> {
  const groups = new Map<string, { data: unknown; pair: number }>();
  for (const each of tuples as Tuple[]) {
    for (const [i, pair] of pairs.entries()) addToGroup(groups, pair.key(each['@'], each), each, i);
  }
  const made: Record<string, unknown> = {};
  for (const [name, { data, pair }] of inKeyOrder(groups)) {
    const { '@': value, ...bound } = gathered(data);
    set(made, name, (pairs[pair] as TuplePair).value(value, bound));
  }
  return made;
}

function gathered(data: unknown): Tuple {
  if (!Array.isArray(data)) return data as Tuple;
  const all = tuple(data[0] as Tuple);
  for (const each of data.slice(1) as Tuple[]) {
    for (const [name, value] of Object.entries(each)) all[name] = append(all[name], value);
  }
  return all;
}

/** The values at the end of such a path, without what was bound. */
export function tupleValues(tuples: Sequence): Sequence {
  return sequence(...(tuples as Tuple[]).map((each) => each['@']));
}

export function nthTuple(tuples: Sequence, position: number): Sequence {
  const whole = Math.floor(position);
  const found = tuples[whole < 0 ? tuples.length + whole : whole];
  return stream(found === undefined ? [] : [found as Tuple]);
}
