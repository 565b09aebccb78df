import { createHash } from 'node:crypto';
import { type Problem, problem } from './problem.ts';

/** Tells one request from another, whatever key it came under. */
export function fingerprint(request: unknown): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

/** Two came under one Idempotency-Key. `what`: `start`, `request`. */
export function cameBefore(what: string): Problem {
  const detail = `This Idempotency-Key came with another ${what} before.`;
  return problem('request-invalid', 'api', detail, { advice: `Give each ${what} a key of its own.` });
}
