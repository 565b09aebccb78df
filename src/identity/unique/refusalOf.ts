import type { Connection } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { type Change, turnoverOf } from './claims.ts';
import { findBreaches } from './findBreaches.ts';
import { breachProblem } from './judge.ts';

/** Why a decision may not change a record, which it has locked: another record has what this one would have. */
export async function refusalOf(
  connection: Connection,
  entity: EntityModel,
  change: Change,
): Promise<Problem | undefined> {
  const breaches = await findBreaches(connection, entity, turnoverOf(entity, [change]));
  const grave = breaches.find(({ claim }) => claim.rule.severity === 'E');
  return grave && breachProblem(entity, grave);
}
