import { generateGroup } from './generateObject.ts';
import { generateTuplePath } from './generateTuples.ts';
import {
  type Build,
  constant,
  contextFunction,
  fresh,
  keep,
  mark,
  member,
  type Place,
  refuse,
  type Value,
} from './place.ts';
import type { Node, Stage } from './reference.ts';

/** How far a path has come: undefined, one value, or a flat sequence; at the start the context itself. */
interface Way {
  code: string;
  started: boolean;
  /** Certainly not a list: as a variable of a plain object it saves a check. */
  object?: string;
}

export function generatePath(build: Build, node: Node, outer: Place): Value {
  const place: Place = { ...outer, tail: false };
  const steps = node.steps as Node[];
  const binding = steps.findIndex((step) => step.tuple === true);
  if (binding >= 0) return generateTuplePath(build, node, place, tuplesFrom(build, steps, binding, place));
  const asSequence = node.keepSingletonArray === true || node.group !== undefined;
  const way = generateSteps(build, steps, place, { asSequence, open: false });
  if (!asSequence) return { code: way.code, kind: 'any' };
  const found = node.keepSingletonArray === true ? `kept(${way.code})` : way.code;
  if (node.group !== undefined) return generateGroup(build, node.group, found, place);
  return { code: found, kind: 'raw' };
}

/** How the end of the steps is wanted: as a raw sequence; open for further steps. */
interface End {
  asSequence: boolean;
  open: boolean;
}

function generateSteps(build: Build, steps: Node[], place: Place, end: End): Way {
  let way: Way = { code: place.input, started: false, object: place.object };
  let at = 0;
  /** An empty `[…]` at the start stays an empty list. */
  let list: string | undefined;
  while (at < steps.length) {
    const run = end.asSequence ? 0 : namesFrom(steps, at);
    const isLast = at + Math.max(run, 1) === steps.length && !end.open;
    if (run > 0) way = generateNames(build, steps.slice(at, at + run), place, way, isLast);
    else way = generateStep(build, steps[at] as Node, place, way, { isFirst: at === 0, isLast, ...end });
    at += Math.max(run, 1);
    if (at === 1 && steps[0]?.consarray === true) list = way.code;
  }
  if (list === undefined || list === way.code) return way;
  const { code } = keep(build, place, `${list}.length === 0 ? ${list} : ${way.code}`, 'any');
  return { code, started: true };
}

/** The steps before the first that binds are an ordinary path. */
function tuplesFrom(build: Build, steps: Node[], binding: number, place: Place): string {
  const way = generateSteps(build, steps.slice(0, binding), place, { asSequence: false, open: true });
  if (way.started) return `bindTuples(raw(${way.code}))`;
  return `bindTuples(${steps[0]?.type === 'variable' ? `[${way.code}]` : way.code})`;
}

function namesFrom(steps: Node[], from: number): number {
  let count = 0;
  while (isPlainName(steps[from + count])) count++;
  return count;
}

function isPlainName(step: Node | undefined): boolean {
  return step?.type === 'name' && step.stages === undefined && step.predicate === undefined && !step.group;
}

/** Names one after the other: member after member while there is one plain object, by the general rule otherwise. */
function generateNames(build: Build, steps: Node[], place: Place, way: Way, isLast: boolean): Way {
  const names = steps.map((step) => step.value as string);
  const result = fresh(build, 't');
  if (!way.started && steps.length === 1) {
    const general = `first(S, ${way.code}, (i) => named(i, ${JSON.stringify(names[0])}), ${isLast})`;
    const quick = `${isLast ? 'last' : 'middle'}(${member(way.object as string, names[0] as string)})`;
    place.lines.push(`const ${result} = ${way.object} !== null ? ${quick} : ${general};`);
    return { code: result, started: true };
  }
  const general = (from: number) => `${constant(build, names.slice(from))}`;
  const start = way.started ? way.code : way.object;
  const slow = way.started
    ? generalNames(way.code, general(0), isLast)
    : generalNames(
        `first(S, ${way.code}, (i) => named(i, ${JSON.stringify(names[0])}), false)`,
        general(1),
        isLast,
      );
  const check = way.started ? `plain(${way.code}) !== null` : `${way.object} !== null`;
  const quick = quickNames(result, start as string, names, general, isLast);
  place.lines.push(`let ${result};\nif (${check}) {\n${quick}\n} else {\n${result} = ${slow};\n}`);
  return { code: result, started: true };
}

function generalNames(from: string, rest: string, isLast: boolean): string {
  return isLast ? `names(S, ${from}, ${rest})` : `namesWithin(S, ${from}, ${rest})`;
}

function quickNames(
  result: string,
  object: string,
  names: string[],
  general: (from: number) => string,
  isLast: boolean,
): string {
  let code = `${result} = ${member(object, names[0] as string)};`;
  for (let i = 1; i < names.length; i++) {
    const rest = generalNames(`flat(${result})`, general(i), isLast);
    code += `\nif (${result} !== undefined) {
  if (Array.isArray(${result})) ${result} = ${rest};
  else {
    ${result} = typeof ${result} === 'object' && ${result} !== null ? ${member(result, names[i] as string)} : undefined;`;
  }
  const settled = `${result} = ${isLast ? 'last' : 'middle'}(${result});`;
  return `${code}\n${settled}${'\n}}'.repeat(names.length - 1)}`;
}

interface Standing extends End {
  isFirst: boolean;
  isLast: boolean;
}

function generateStep(build: Build, step: Node, place: Place, way: Way, standing: Standing): Way {
  const { isFirst, isLast, asSequence } = standing;
  const result = fresh(build, 't');
  const put = (code: string): Way => {
    place.lines.push(`const ${result} = ${code};`);
    return { code: result, started: true };
  };
  if (step.type === 'sort') return put(sorted(build, step, place, way, isLast && !asSequence));
  if (isFirst && step.consarray === true) {
    if (step.predicate !== undefined)
      refuse(build, step, 'write `([…][…]).name`, with parentheses around the list');
    return put(constructedFirst(build, step, place));
  }
  if (isFirst && step.type === 'variable' && step.stages === undefined && !(isLast && asSequence)) {
    const value = build.evaluate(step, place);
    return put(`${isLast ? 'last' : 'middle'}(${value.code})`);
  }
  const from = isFirst && step.type === 'variable' ? `[${way.code}]` : way.code;
  const makes = isLast && !isFirst && ['unary', 'block', 'condition', 'function'].includes(step.type);
  const inner: Place = makes && place.listed !== true ? { ...place, target: `${place.target}[]` } : place;
  const apply = stepFunction(build, step, { ...inner, listed: false });
  if (isLast && asSequence) {
    const items = way.started ? `raw(${from})` : `start(${from})`;
    return put(`rawStep(S, ${items}, ${apply}, true)`);
  }
  if (makes) return put(`making(S, ${from}, ${apply}, true, ${!way.started})`);
  return put(`${way.started ? 'step' : 'first'}(S, ${from}, ${apply}, ${isLast})`);
}

/** `[a, b].c`: the list is made once, of the whole context. */
function constructedFirst(build: Build, step: Node, place: Place): string {
  const input = keep(build, place, `start(${place.input})`, 'any').code;
  return build.evaluate(step, { ...place, input, object: 'null' }).code;
}

function sorted(build: Build, step: Node, place: Place, way: Way, isLast: boolean): string {
  const terms = (step.terms ?? []).map(({ descending, expression }) => {
    const of = contextFunction(build, place, (inner) => build.evaluate(expression, inner).code);
    return `{ descending: ${descending}, of: ${of} }`;
  });
  const position = step.position ?? 0;
  place.lines.push(mark(build, { position, target: place.target, what: '^', sources: [] }));
  const items = way.started ? `raw(${way.code})` : `start(${way.code})`;
  let code = `orderBy(S, ${items}, [${terms.join(', ')}])`;
  for (const stage of step.stages ?? []) code = filterCode(build, stage, code, place, 'filter');
  return isLast ? `normal(${code})` : code;
}

/** A step as a function of one item: its expression, then the filters that stand behind it. */
function stepFunction(build: Build, step: Node, place: Place): string {
  return contextFunction(build, place, (inner) => {
    let code = stepValue(build, step, inner);
    for (const stage of step.stages ?? []) {
      const kept = keep(build, inner, code, 'raw').code;
      code = filterCode(build, stage, kept, inner, 'filterOne');
    }
    return code;
  });
}

function stepValue(build: Build, step: Node, place: Place): string {
  if (!(step.type === 'name' && step.predicate === undefined && step.group === undefined)) {
    return build.evaluate(step, place).code;
  }
  const name = step.value as string;
  const found = `${place.object} !== null ? normal(${member(place.object, name)})`;
  return keep(build, place, `${found} : named(${place.input}, ${JSON.stringify(name)})`, 'any').code;
}

export function generateFilter(
  build: Build,
  stage: Stage,
  value: Value,
  place: Place,
  asSequence: boolean,
): Value {
  const code = filterCode(
    build,
    stage,
    value.code,
    { ...place, tail: false },
    asSequence ? 'filter' : 'filterOne',
  );
  return keep(build, place, code, 'raw');
}

function filterCode(
  build: Build,
  stage: Stage,
  input: string,
  place: Place,
  how: 'filter' | 'filterOne',
): string {
  if (stage.expr.type === 'number') return `nth(${input}, ${stage.expr.value})`;
  const test = contextFunction(
    build,
    { ...place, tail: false },
    (inner) => build.evaluate(stage.expr, inner).code,
  );
  return `${how}(S, ${input}, ${test})`;
}
