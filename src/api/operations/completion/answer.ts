import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { askApproval } from '../../../identity/approvals.ts';
import { bringIn, type DecidedBy, refusedChange } from '../../../identity/decided.ts';
import { misfitOf } from '../../../identity/decision.ts';
import { compileMatchers } from '../../../identity/matching/compileMatchers.ts';
import { pointerTo } from '../../../identity/missing.ts';
import { withValueAt } from '../../../identity/pointer.ts';
import { lockRecords } from '../../../identity/records.ts';
import { isGoverned } from '../../../identity/withhold.ts';
import { governedOf } from '../../../landscape/governed.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import type { Lack } from '../../../stewardship/incomplete.ts';
import type { Json } from '../../../vocabulary/json.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { STEWARD } from '../../../vocabulary/steward.ts';
import { keepAudit } from '../../audit.ts';

/** Attributes that became true, and those that a second person has to approve. */
export interface Answered {
  changed: string[];
  waits: string[];
}

/**
 * Gives a new thing what the site was asked for: checked against the model, it becomes the record's by the word of the steward, and the line
 * tells it to every system.
 */
export function answerLack(
  pool: Pool,
  model: Model,
  landscape: Pick<Landscape, 'stewardship' | 'matching' | 'systems'>,
  lack: Lack | undefined,
  values: Readonly<Record<string, Json>>,
  by: DecidedBy,
): Promise<Answered | Problem> {
  return transaction(pool, async (connection, later) => {
    const entity = model.entities.get(lack?.entity ?? '');
    const current = lack && (await lockRecords(connection, lack.entity, [lack.key])).get(lack.key);
    if (!lack || !entity || !current) return notOpen(by.work);
    const given = lack.missing.filter((attribute) => values[attribute] !== undefined);
    if (given.length === 0 || given.length < Object.keys(values).length) return notAsked(lack, values);
    const put = (record: typeof current.data, attribute: string) =>
      withValueAt(record, pointerTo(attribute), values[attribute] ?? undefined, entity.elementKeys);
    const said = given.reduce(put, current.data);
    const misfit = misfitOf(entity, said, new Date().toISOString());
    if (misfit) return misfit;
    const governed = governedOf(landscape, entity);
    const waits = given.filter((attribute) => isGoverned(pointerTo(attribute), governed));
    const free = given.filter((attribute) => !waits.includes(attribute));
    const word = { key: lack.key, system: STEWARD, interface: STEWARD };
    const change = { ...word, changed: free.map(pointerTo), said };
    const refusal = free.length > 0 && (await refusedChange(connection, entity, change));
    if (refusal) return refusal;
    const { work, by: actor, reason } = by;
    await keepAudit(connection, { actor, action: 'work.answer', subject: work, details: { values, reason } });
    // Who answers proposes: another one has to approve.
    if (waits.length > 0)
      await askApproval(connection, {
        ...{
          ...word,
          entity: lack.entity,
          localKey: lack.key,
          changed: waits,
          proposed: said,
          proposer: actor,
        },
      });
    if (free.length === 0) return { changed: [], waits };
    const done = await bringIn(
      connection,
      later,
      entity,
      change,
      by,
      compileMatchers(landscape, model).get(lack.entity),
    );
    return { changed: done ? free : [], waits };
  });
}

function notOpen(work: string): Problem {
  const advice = 'Look at what is open with `npx lineshaft work list --kind completion`.';
  return problem('not-found', 'api', `Nothing is asked by ${work} any more.`, { advice });
}

function notAsked({ missing }: Lack, values: Readonly<Record<string, Json>>): Problem {
  const foreign = Object.keys(values).filter((attribute) => !missing.includes(attribute));
  const detail = foreign.length > 0 ? `${foreign.join(', ')} is not asked here.` : 'No value is given.';
  return problem('request-invalid', 'api', detail, { advice: `Give one or more of: ${missing.join(', ')}.` });
}
