import type { Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import type { Promising } from '../landscape/promising/promising.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { type Ages, readAges } from './freshness.ts';
import type { Promised } from './promise.ts';
import { type Asker, reserve } from './reserve.ts';

/** Where promises are asked for, one by one; those who ask at once are served together. */
export interface Desk {
  promise(asker: Asker): Promise<Promised | Problem>;
}

/** Served together at most, and so many transactions at once. */
const TOGETHER = 64;
const AT_ONCE = 2;
/** How long what is known of the age of the stocks is good for. */
const AGES_MS = 1000;

interface Waiting {
  asker: Asker;
  answer(found: Promised | Problem): void;
  fail(error: unknown): void;
}

export function createDesk(pool: Pool, promisingNow: () => Promising | undefined): Desk {
  const ages = createAges(pool);
  let queue: Waiting[] = [];
  let working = 0;

  const serve = async (): Promise<void> => {
    working++;
    while (queue.length > 0) {
      const together = queue.slice(0, TOGETHER);
      queue = queue.slice(TOGETHER);
      await serveTogether(together).catch((error) => {
        for (const { fail } of together) fail(error);
      });
    }
    working--;
  };
  const serveTogether = async (together: readonly Waiting[]): Promise<void> => {
    const promising = promisingNow();
    if (!promising) return answerAll(together, notDeclared());
    const known = await ages(promising);
    const found = await transaction(pool, (connection, later) =>
      reserve(
        connection,
        later,
        together.map(({ asker }) => asker),
        { promising, ages: known, now: Date.now() },
      ),
    );
    for (const [i, { answer }] of together.entries()) answer(found[i]!);
  };
  return {
    promise: (asker) =>
      new Promise((answer, fail) => {
        queue.push({ asker, answer, fail });
        if (working < AT_ONCE) void serve();
      }),
  };
}

function answerAll(together: readonly Waiting[], found: Problem): void {
  for (const { answer } of together) answer(found);
}

export function notDeclared(): Problem {
  const detail = 'The landscape does not say from where it is promised.';
  return problem('not-found', 'api', detail, {
    advice: 'Declare `promising:` in enterprise.yaml: docs/promising.md.',
  });
}

/** The ages of the stocks. When half of their time is over they are asked for anew, and nobody waits for the answer. */
function createAges(pool: Pool): (promising: Promising) => Promise<Ages> {
  let known: { ages: Ages; at: number } | undefined;
  let coming: Promise<Ages> | undefined;
  const ask = async (promising: Promising): Promise<Ages> => {
    const at = performance.now();
    try {
      const ages = await readAges(pool, promising);
      known = { ages, at };
      return ages;
    } finally {
      coming = undefined;
    }
  };
  return async (promising) => {
    const age = known ? performance.now() - known.at : Number.POSITIVE_INFINITY;
    if (age > AGES_MS / 2 && !coming) {
      coming = ask(promising);
      coming.catch(() => undefined);
    }
    return age > AGES_MS ? coming! : known!.ages;
  };
}
