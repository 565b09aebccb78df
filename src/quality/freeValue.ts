import { isObject, type Json } from '../vocabulary/json.ts';
import { type Faults, fault } from './faults.ts';
import type { Step } from './readValue.ts';
import { longestText, normalText } from './text.ts';

const deepest = 8;
const mostNodes = 2000;

/** Values below `ext`: any JSON, at most 8 levels deep and 2,000 values large, text in normal form. */
export const readFree: Step = (value, faults) => {
  const budget = { nodes: mostNodes };
  return read(value, 0, budget, faults);
};

function read(value: Json, depth: number, budget: { nodes: number }, faults: Faults): Json | undefined {
  if (--budget.nodes < 0 || depth > deepest) return tooLarge(value, faults);
  if (typeof value === 'string') {
    if (value.length > longestText) return tooLarge(value, faults);
    const text = normalText(value);
    return text === '' ? undefined : text;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    fault(faults, 'number-invalid', 'expected a finite number', value);
    return value;
  }
  if (Array.isArray(value)) return readList(value, depth, budget, faults);
  return isObject(value) ? readObject(value, depth, budget, faults) : value;
}

function readList(value: Json[], depth: number, budget: { nodes: number }, faults: Faults): Json {
  if (value.length > budget.nodes) return tooLarge(value, faults);
  return value.map((v) => read(v, depth + 1, budget, faults)).filter((v) => v !== undefined);
}

function readObject(
  value: Record<string, Json>,
  depth: number,
  budget: { nodes: number },
  faults: Faults,
): Json {
  for (const name of Object.keys(value)) {
    if (faults.stop) return value;
    const now = read(value[name]!, depth + 1, budget, faults);
    if (now === undefined) delete value[name];
    else value[name] = now;
  }
  return value;
}

function tooLarge(value: Json, faults: Faults): Json {
  if (!faults.stop)
    fault(faults, 'field-too-large', `more than ${deepest} levels or ${mostNodes} values below ext`);
  faults.stop = true;
  return value;
}
