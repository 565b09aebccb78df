import Type from 'typebox';
import { type ControlDoors, type FaultName, faultPaths } from '../../vocabulary/faults.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { refuse } from '../problems.ts';
import type { Api } from '../typeProvider.ts';
import { Disturb, Simulated } from './simulatedContract.ts';

const tags = ['console'];

/** Lets go wrong what a scenario simulates, as `lineshaft demo` does; the hub hears of it as of anything that goes wrong. */
export function simulatedRoutes(app: Api, doors: ControlDoors): void {
  app.get(
    '/simulated',
    { schema: { summary: 'Which systems are simulated', tags, response: { 200: Simulated } } },
    async () => ({ systems: Object.keys(doors) }),
  );

  app.post(
    '/simulated/:system',
    {
      config: { roles: ['operator'] },
      schema: {
        summary: 'Let something go wrong with a simulated system, or right again',
        tags,
        params: Type.Object({ system: Type.String() }),
        body: Disturb,
        response: { 200: Disturb },
      },
    },
    async ({ params: { system }, body }) => {
      const door = Object.hasOwn(doors, system) ? doors[system] : undefined;
      const wrong = door === undefined ? notSimulated(system) : await disturb(door, system, body);
      return wrong ? refuse(wrong) : body;
    },
  );
}

async function disturb(
  door: string,
  system: string,
  { fault, amount = 0 }: Disturb,
): Promise<Problem | undefined> {
  const path = faultPaths[fault as FaultName](amount);
  const answer = await fetch(door + path, { method: 'POST' }).catch(() => undefined);
  if (answer?.ok) return undefined;
  if (answer?.status === 409)
    return problem(
      'request-invalid',
      'api',
      `${system} cannot be made so: it is not spoken to by requests.`,
      {
        advice: 'Choose another system, or cut it off.',
      },
    );
  return problem('target-unavailable', 'api', `The control door of ${system} does not answer.`, {
    advice: 'The scenario has ended: start it again.',
  });
}

function notSimulated(system: string): Problem {
  return problem('not-found', 'api', `${system} is not simulated.`);
}
