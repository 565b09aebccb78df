import type { Landscape, TargetInterface } from '../../../landscape/landscape.ts';
import { nearest } from '../../../vocabulary/nearest.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import type { OperationsParts } from '../parts.ts';
import { ReplayAnswer, ReplayRequest } from './contract.ts';
import { deliverAgain } from './deliverAgain.ts';
import { positionAt } from './positionAt.ts';

export function replayRoute(app: Api, { pool, landscape }: OperationsParts): void {
  const schema = {
    summary: 'Deliver again to one target, from a position or a time',
    tags: ['operations'],
    body: ReplayRequest,
    response: { 200: ReplayAnswer },
  };
  app.post('/replay', { schema }, async (request) => {
    const { interface: id, from, confirm = false } = request.body;
    const target = findTarget(landscape, id);
    if ('code' in target) return refuse(target);
    const position = typeof from === 'number' ? from : await positionAt(pool, from);
    const answer = await deliverAgain(pool, request.actor, target, position, confirm);
    return 'code' in answer ? refuse(answer) : answer;
  });
}

function findTarget(landscape: Landscape, id: string): TargetInterface | Problem {
  const all = [...landscape.systems.values()].flatMap((system) => [...system.interfaces.values()]);
  const found = all.find((each) => each.id === id);
  if (found?.direction === 'target') return found;
  if (found) {
    const advice =
      'A source is asked again by its own cursor; replay what is parked of it with `parked/replay`.';
    return problem('request-invalid', 'api', `${id} is a source, only targets are delivered to again.`, {
      advice,
    });
  }
  const meant = nearest(
    id,
    all.map((each) => each.id),
  );
  return problem(
    'not-found',
    'api',
    `There is no interface ${id}.`,
    meant ? { advice: `Did you mean ${meant}?` } : {},
  );
}
