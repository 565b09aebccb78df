import type { LandscapeControl, Prepared } from '../../../applied/control.ts';
import { filesOf, inForce, type NewStep, readStep, type Step, takeStep } from '../../../applied/steps.ts';
import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import type { LookUnder } from '../../../delivery/completeness.ts';
import { differenceOf } from '../../../landscape/difference.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { ApplyAnswer, ApplyRequest } from './contract.ts';
import { withParking } from './parking.ts';

/** Puts a landscape in force, or tells what that would come to. */
export async function applyLandscape(
  pool: Pool,
  control: LandscapeControl,
  lookUnder: LookUnder,
  actor: string,
  { files, reason, dryRun }: ApplyRequest,
): Promise<ApplyAnswer | Problem> {
  const prepared = await control.prepare(files);
  const now = await current(pool, control);
  if ('code' in now) return now;
  if (dryRun) {
    const answer = compared(control, prepared);
    if (answer.outcome !== 'applied') return answer;
    const { landscape } = prepared.printed!;
    const difference = await withParking(answer.difference, landscape, await lookUnder(landscape));
    return { ...answer, difference, outcome: 'would-apply' };
  }
  return put(pool, control, now, prepared, {
    how: 'apply',
    by: actor,
    ...(reason && { reason }),
    previous: now.id,
  });
}

/** Puts in force again what was before the last step; undone again and again it goes on backwards. */
export async function undoLandscape(
  pool: Pool,
  control: LandscapeControl,
  actor: string,
  reason?: string,
): Promise<ApplyAnswer | Problem> {
  const now = await current(pool, control);
  if ('code' in now) return now;
  const before = now.previous === undefined ? undefined : await readStep(pool, now.previous);
  if (!before)
    return problem('not-found', 'api', 'There is no step to take back: nothing was in force before.');
  const prepared = await control.prepare(await filesOf(pool, before.hash));
  const { previous } = before;
  return put(pool, control, now, prepared, {
    how: 'undo',
    by: actor,
    ...(reason && { reason }),
    ...(previous !== undefined && { previous }),
  });
}

/** The step in force, once this process runs it: differences are told from what runs. */
async function current(pool: Pool, control: LandscapeControl): Promise<Step | Problem> {
  const step = (await inForce(pool))!;
  if (await control.changedTo(step.id)) return step;
  return problem(
    'landscape-changed',
    'api',
    `This hub process does not run the landscape of step ${step.id} yet.`,
  );
}

async function put(
  pool: Pool,
  control: LandscapeControl,
  now: Step,
  prepared: Prepared,
  how: Pick<NewStep, 'how' | 'by' | 'reason' | 'previous'>,
): Promise<ApplyAnswer | Problem> {
  const answer = compared(control, prepared);
  if (answer.outcome !== 'applied') return answer;
  const { hash, difference } = answer;
  const step = await transaction(pool, async (connection) => {
    const id = await takeStep(connection, now.id, { ...how, hash, difference }, prepared.files);
    if (id === undefined) return undefined;
    const details = { step: id, hash, ...(how.reason && { reason: how.reason }), difference };
    await keepAudit(connection, { actor: how.by, action: `landscape.${how.how}`, subject: hash, details });
    return id;
  });
  if (step === undefined)
    return problem('landscape-changed', 'api', 'Another landscape was put in force meanwhile.');
  return { ...answer, step, changedOver: await control.changedTo(step) };
}

function compared(control: LandscapeControl, { hash, problems, printed }: Prepared): ApplyAnswer {
  const running = control.running();
  if (!printed)
    return { outcome: 'refused', hash, problems: [...problems], difference: { rules: [], interfaces: [] } };
  const difference = differenceOf(running.printed, printed);
  return { outcome: hash === running.hash ? 'unchanged' : 'applied', hash, problems: [], difference };
}
