import { targetOf } from './generateObject.ts';
import {
  type Build,
  contextFunction,
  type Frame,
  fresh,
  keep,
  mark,
  type Place,
  type Value,
} from './place.ts';
import type { Node } from './reference.ts';

/** A path that binds on its way (`@$x`, `#$i`) or looks back (`%`): every value comes with what was bound. */
export function generateTuplePath(build: Build, node: Node, place: Place, from: string): Value {
  const steps = node.steps as Node[];
  const tuples = fresh(build, 't');
  place.lines.push(`let ${tuples} = ${from};`);
  const begin = steps.findIndex((step) => step.tuple === true);
  for (const step of steps.slice(begin)) stepTuples(build, step, tuples, place);
  return finish(build, node, tuples, place);
}

function stepTuples(build: Build, step: Node, tuples: string, place: Place): void {
  if (step.type === 'sort') {
    place.lines.push(
      mark(build, { position: step.position ?? 0, target: place.target, what: '^', sources: [] }),
    );
    place.lines.push(`${tuples} = orderTuples(S, ${tuples}, [${terms(build, step, place).join(', ')}]);`);
    if (step.index !== undefined) place.lines.push(`indexTuples(${tuples}, ${JSON.stringify(step.index)});`);
  } else {
    const options = { focus: step.focus, index: step.index, ancestor: step.ancestor?.label };
    const named = JSON.stringify(options).slice(1, -1);
    const of = tupleFunction(build, place, (inner) => build.evaluate(withoutStages(step), inner).code);
    place.lines.push(
      `${tuples} = tupleStep(S, ${tuples}, { of: ${of}${named === '' ? '' : `, ${named}`} });`,
    );
  }
  for (const stage of step.stages ?? []) {
    if (stage.type === 'index') place.lines.push(`indexTuples(${tuples}, ${JSON.stringify(stage.value)});`);
    else if (stage.expr.type === 'number')
      place.lines.push(`${tuples} = nthTuple(${tuples}, ${stage.expr.value});`);
    else {
      const test = tupleFunction(build, place, (inner) => build.evaluate(stage.expr, inner).code);
      place.lines.push(`${tuples} = filterTuples(S, ${tuples}, ${test});`);
    }
  }
}

function withoutStages(step: Node): Node {
  const { stages: _stages, ...rest } = step;
  return rest;
}

function terms(build: Build, step: Node, place: Place): string[] {
  return (step.terms ?? []).map(({ descending, expression }) => {
    const of = tupleFunction(build, place, (inner) => build.evaluate(expression, inner).code);
    return `{ descending: ${descending}, of: ${of} }`;
  });
}

/** A function of a value and its tuple, in whose body the tuple's members are variables. */
function tupleFunction(build: Build, place: Place, write: (inner: Place) => string): string {
  const tuple = fresh(build, 'u');
  const frame: Frame = { parent: place.frame, variables: new Map(), tuple };
  const written = contextFunction(build, place, write, frame);
  return written.replace(/^\((\w+)\) =>/, `($1, ${tuple}) =>`);
}

function finish(build: Build, node: Node, tuples: string, place: Place): Value {
  if (node.group !== undefined) {
    const pairs = node.group.lhs.map(([key, value]) => {
      const name = key.type === 'string' ? (key.value as string) : '*';
      const ofKey = tupleFunction(build, place, (inner) => build.evaluate(key, inner).code);
      const inside = { ...place, target: targetOf(place.target, name) };
      const ofValue = tupleFunction(build, inside, (inner) => build.evaluate(value, inner).code);
      return `{ key: ${ofKey}, value: ${ofValue} }`;
    });
    place.lines.push(
      mark(build, { position: node.group.position, target: place.target, what: '{', sources: [] }),
    );
    return keep(build, place, `groupTuples(${tuples}, [${pairs.join(', ')}])`, 'object');
  }
  if (node.tuple === true) return { code: tuples, kind: 'raw' };
  const values = `tupleValues(${tuples})`;
  return { code: node.keepSingletonArray === true ? `kept(${values})` : values, kind: 'raw' };
}
