import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { type Node, parse } from './jsonata/reference.ts';

const UNKNOWN: unique symbol = Symbol('unknown');
type Value = Json | readonly Value[] | typeof UNKNOWN;

/** Whether a condition in JSONata can be true of something of which only these fields are known; what it does not tell from them alone, may be. */
export function mayHold(condition: string, known: JsonObject): boolean {
  const value = judged(condition, known);
  return value === UNKNOWN || value === true;
}

/** Whether a list that an expression makes can hold something, judged in the same manner. */
export function mayHaveSome(list: string, known: JsonObject): boolean {
  const value = judged(list, known);
  return !Array.isArray(value) || value.length > 0;
}

/** What cannot be parsed is told of where it stands. */
function judged(text: string, known: JsonObject): Value {
  try {
    return judge(parse(text), known);
  } catch {
    return UNKNOWN;
  }
}

function judge(node: Node, known: JsonObject): Value {
  const of = (each: Node) => judge(each, known);
  if (node.predicate !== undefined || node.stages !== undefined || node.group !== undefined) return UNKNOWN;
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
      return node.value;
    case 'path':
      return atPath(node.steps!, known);
    case 'block':
      return node.expressions!.length === 1 ? of(node.expressions![0]!) : UNKNOWN;
    case 'unary':
      return node.value === '[' ? node.expressions!.map(of) : UNKNOWN;
    case 'condition':
      return chosen(of(node.condition!), node, known);
    case 'function':
      return node.procedure!.value === 'not' ? opposite(of(node.arguments![0]!)) : UNKNOWN;
    case 'binary':
      return compared(node.value, of(node.lhs as Node), of(node.rhs!));
    default:
      return UNKNOWN;
  }
}

function atPath(steps: readonly Node[], known: JsonObject): Value {
  let at: Json | undefined = known;
  for (const { type, value, predicate, stages } of steps) {
    if (type !== 'name' || predicate !== undefined || stages !== undefined || !isObject(at)) return UNKNOWN;
    at = at[value as string];
  }
  return at ?? UNKNOWN;
}

function chosen(condition: Value, { then, else: other }: Node, known: JsonObject): Value {
  const branch = condition === true ? then : condition === false ? other : undefined;
  return branch === undefined ? UNKNOWN : judge(branch, known);
}

function compared(operator: string, one: Value, other: Value): Value {
  switch (operator) {
    case 'and':
      return decided(false, one, other);
    case 'or':
      return decided(true, one, other);
    case '=':
      return same(one, other);
    case '!=':
      return opposite(same(one, other));
    case 'in':
      return ((Array.isArray(other) ? other : [other]) as readonly Value[])
        .map((each) => same(one, each))
        .reduce((before, each) => decided(true, before, each), false);
    default:
      return UNKNOWN;
  }
}

/** One that is `by` decides; else both must be known. */
function decided(by: boolean, one: Value, other: Value): Value {
  if (one === by || other === by) return by;
  return one === !by && other === !by ? !by : UNKNOWN;
}

function same(one: Value, other: Value): Value {
  return isPlain(one) && isPlain(other) ? one === other : UNKNOWN;
}

function opposite(value: Value): Value {
  return typeof value === 'boolean' ? !value : UNKNOWN;
}

function isPlain(value: Value): boolean {
  return value !== UNKNOWN && typeof value !== 'object';
}
