import type { OpenSystem } from '../connectors/connector.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';

const CHECK_MS = 10_000;

/** Asks a system by the connector's own check whether it is there, for at most ten seconds; a problem when not. */
export async function checkSystem(
  check: OpenSystem['check'],
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(CHECK_MS)]);
  const late = new Promise<Problem>((resolve) => {
    const detail = `no answer within ${CHECK_MS / 1000} s`;
    over.addEventListener('abort', () => resolve(problem('target-unavailable', 'send', detail)), {
      once: true,
    });
  });
  return Promise.race([check(over), late]);
}
