import { answerRound, refusal, type Said, type ServiceLine } from '../answerRound.ts';
import type { Pool } from '../database/pool.ts';
import type { Landscape } from '../landscape/landscape.ts';
import type { Heard } from '../ledger/read.ts';
import { readStatus } from '../observability/status.ts';
import { hasReached } from '../register/standing.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { readObstacles } from './obstacles.ts';

/** What a process asks the hub about the close of a period, commands of this entity, verb `look`: answered when the register knows all that was told before. */
export const CLOSING_TOPICS = ['ledger:closing', 'register'] as const;

export interface ClosingLine extends ServiceLine {
  landscape: Landscape;
}

export function closingRound(line: ClosingLine, position: number): ReturnType<typeof answerRound> {
  return answerRound(line, 'closing', position, async (asked) => {
    if (!(await hasReached(line.pool, asked.at(-1)!.position))) return 'later';
    const answers: Said[] = [];
    for (const entry of asked) answers.push(await answer(line.pool, line.landscape, entry));
    return answers;
  });
}

async function answer(pool: Pool, landscape: Landscape, { data: asked }: Heard): Promise<Said> {
  const { verb, data } = asked;
  const { company, until, lag } = (data ?? {}) as JsonObject;
  if (verb !== 'look') return refusal(`Closing cannot \`${String(verb)}\`. It can look.`);
  if (!landscape.companies.has(String(company))) return refusal(`There is no company ${String(company)}.`);
  if (typeof until !== 'string' || typeof lag !== 'number')
    return refusal('The question says `until`, a day, and `lag`, in seconds.');
  const sites = [...landscape.sites.values()]
    .filter((site) => site.company === company)
    .map(({ code }) => code);
  const status = await readStatus(pool, landscape);
  return { obstacles: (await readObstacles(pool, status, { sites, until, lag })) as unknown as Json };
}
