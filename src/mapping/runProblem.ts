import { type Problem, ProblemError, problem } from '../vocabulary/problem.ts';
import { shown } from './functions/field.ts';
import { describe, type Failure } from './jsonata/failure.ts';
import type { Site } from './jsonata/place.ts';
import type { Run } from './jsonata/run.ts';
import type { Position } from './positions.ts';

/** Tells a failure of a run with the place in the mapping, the target field being made and the source fields. */
export function runProblem(
  error: unknown,
  site: Site | undefined,
  run: Run,
  file: string,
  places: (offset: number) => Position,
): Problem {
  const found = asProblem(error, site);
  const where = site === undefined ? {} : places(site.position);
  const target = site === undefined ? '' : fieldOf(site.target, run.indices);
  const from = site === undefined || site.sources.length === 0 ? '' : `, from ${site.sources.join(' and ')}`;
  const field = target === '' ? {} : { field: target };
  const made = target === '' ? from.replace(', ', ' ') : ` (for ${target}${from})`;
  return { ...found, detail: `${found.detail}${made}`.slice(0, 1000), ...field, file, ...where };
}

function asProblem(error: unknown, site: Site | undefined): Problem {
  if (error instanceof ProblemError) return error.problem;
  const what = site === undefined ? '' : `${site.what}: `;
  if (error instanceof RangeError)
    return problem('mapping-failed', 'map', `${what}too deep or too long to compute`);
  if (!isFailure(error)) return problem('mapping-failed', 'map', `${what}${String(error)}`);
  const value = error.value === undefined ? {} : { value: shown(error.value) };
  return problem('mapping-failed', 'map', `${what}${describe(error)}`, value);
}

function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null && typeof (error as Failure).code === 'string';
}

/** `lines[].quantity` with the element that was being made: `lines[2].quantity`. */
function fieldOf(target: string, indices: readonly number[]): string {
  let at = 0;
  return target.replace(/\[\]/g, () => (at < indices.length ? `[${indices[at++]}]` : '[]'));
}
