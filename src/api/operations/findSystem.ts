import type { Landscape, System } from '../../landscape/landscape.ts';
import { nearest } from '../../vocabulary/nearest.ts';
import { problem } from '../../vocabulary/problem.ts';
import { refuse } from '../problems.ts';

/** The system of this code; refuses when there is none. */
export function findSystem({ systems }: Pick<Landscape, 'systems'>, code: string): System {
  const found = systems.get(code);
  if (found) return found;
  const meant = nearest(code, systems.keys());
  const advice = meant === undefined ? {} : { advice: `Did you mean ${meant}?` };
  return refuse(problem('not-found', 'api', `There is no system ${code}.`, advice));
}
