import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import { MOST_OF_A_KIND, rowOf, type SourceItem, type WorkSource } from '../../../stewardship/workSource.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import type { Conflict } from './contract.ts';
import { decideConflict } from './decide.ts';
import { listConflicts, readConflict } from './read.ts';

/** Attributes over which members disagree, as work. A value that none of them says is given with `conflicts decide`. */
export function conflictWork(
  model: Pick<Model, 'entities'>,
  landscape: Pick<Landscape, 'stewardship'>,
): WorkSource {
  return {
    kind: 'conflict',
    decisions: {
      keep: 'what stands in the record counts, and goes to every system; asks for a reason',
      take: 'what the other system says counts, and goes to every system; asks for a reason',
    },
    list: async (db, filter) => {
      const { conflicts } = await listConflicts(db, { ...filter, limit: MOST_OF_A_KIND });
      return conflicts
        .map(toItem)
        .filter(({ system }) => filter.system === undefined || system === filter.system);
    },
    show: async (db, id) => {
      const row = rowOf(id);
      const found = row === undefined ? undefined : await readConflict(db, row);
      if (!found) return undefined;
      const { attribute, values, rule, decidedBy, decision, reason } = found;
      const end = {
        ...(decidedBy && { decidedBy }),
        ...(decision && { decision }),
        ...(reason && { reason }),
      };
      return { ...toItem(found), state: found.state, details: { attribute, values, rule, ...end } };
    },
    decide: async (pool, id, { actor, decision, reason = '' }) => {
      const found = await readConflict(pool, Number(id));
      const system = chosen(found, decision);
      if (typeof system !== 'string') return system;
      const answer = await decideConflict(pool, model, landscape, actor, Number(id), { system, reason });
      if ('code' in answer) return answer;
      const value = JSON.stringify(answer.value);
      if (answer.waits.length > 0) return { did: `proposed; ${value} waits for a second person` };
      return { did: `what ${system} says stands: ${value}` };
    },
  };
}

function chosen(found: Conflict | undefined, decision: string): string | Problem {
  const of = (found?.values ?? []).filter(({ stands }) => (stands === true) === (decision === 'keep'));
  if (of.length === 1) return of[0]!.system;
  const detail =
    of.length === 0
      ? 'Nobody says what is to count.'
      : `Several say something else: ${of.map(({ system }) => system).join(', ')}.`;
  const advice = 'Name the system, or give a value, with `npx lineshaft conflicts decide`.';
  return problem('request-invalid', 'api', detail, { advice });
}

/** It came up at the system whose word does not stand; of several the last that spoke. */
function toItem({ id, entity, key, called = key, attribute, values, openedAt }: Conflict): SourceItem {
  const at = values.findLast(({ stands }) => stands !== true);
  const said = values.map(({ system, value }) => `${system} ${JSON.stringify(value)}`).join(', ');
  return {
    id: String(id),
    title: `${attribute.slice(1)} of ${entity} ${called}: ${said}`,
    entity,
    key,
    ...(at && { system: at.system }),
    count: 1,
    openedAt,
  };
}
