import { type ProblemCode, type ProblemDetails, ProblemError, problem } from '../../vocabulary/problem.ts';
import type { FieldFunction } from '../jsonata/place.ts';
import type { Run } from '../jsonata/run.ts';

// biome-ignore lint/suspicious/noExplicitAny: arguments come as the mapping hands them over
type Direct = (run: Run, ...args: any[]) => unknown;

/** Puts a function of the field together: at most as many arguments as it declares, at least `least`. */
export function fieldFunction(
  name: string,
  least: number,
  direct: Direct,
  checkFirst?: (text: string) => string | undefined,
): FieldFunction {
  const most = direct.length - 1;
  const native = {
    name,
    arity: least === 0 ? 0 : 1,
    parameters: most,
    run: (run: Run, args: unknown[]) => direct(run, ...args.slice(0, most)),
  };
  const made: FieldFunction = { name, least, most, native, direct };
  return checkFirst === undefined ? made : { ...made, checkFirst };
}

/** Stops the mapping. The place in it and the target field are added where the run ends. */
export function stop(code: ProblemCode, detail: string, value?: unknown, more: ProblemDetails = {}): never {
  const details = value === undefined ? more : { ...more, value: shown(value) };
  throw new ProblemError(problem(code, 'map', detail, details));
}

export function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

/** What a document does not say: nothing, null, and text that is empty. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
