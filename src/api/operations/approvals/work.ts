import type { Queryable } from '../../../database/pool.ts';
import { valueAt } from '../../../identity/pointer.ts';
import { portionOf } from '../../../identity/portion.ts';
import { sayingOf, type Told } from '../../../identity/told.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import {
  MOST_OF_A_KIND,
  rowOf,
  type SourceItem,
  type WorkFilter,
  type WorkSource,
} from '../../../stewardship/workSource.ts';
import type { Instant, JsonObject } from '../../../vocabulary/json.ts';
import { approve, rejectApproval } from './decide.ts';

interface Row {
  id: number;
  entity: string;
  key: string;
  interface: string;
  system: string;
  local_key: string;
  changed: string[];
  proposed: JsonObject;
  proposers: string[];
  state: string;
  asked_at: Instant;
  decided_by: string | null;
  reason: string | null;
  current: JsonObject | null;
  told: Told | null;
}

/** Changes of governed attributes, and of numbers that name a thing, as work for a second person. */
export function approvalWork(
  model: Model,
  landscape: Pick<Landscape, 'stewardship' | 'matching' | 'systems'>,
): WorkSource {
  return {
    kind: 'approval',
    decisions: {
      approve: 'the change becomes true; not by someone who proposed it',
      reject: 'the record stays as it is; asks for a reason',
    },
    list: async (db, filter) => (await readApprovals(db, { ...filter, state: 'open' })).map(toItem),
    show: async (db, id) => {
      const wanted = rowOf(id);
      const [row] = wanted === undefined ? [] : await readApprovals(db, { id: wanted });
      if (!row) return undefined;
      const keys = model.entities.get(row.entity)?.elementKeys ?? new Map();
      const details = {
        changed: row.changed,
        is: portionOf(row.current ?? {}, row.changed, keys),
        proposed: portionOf(row.proposed, row.changed, keys),
        standsBy: row.changed
          .filter((attribute) => valueAt(row.current ?? {}, attribute, keys) !== undefined)
          .flatMap((attribute) => standingBy(row.told, attribute)),
        proposedBy: row.proposers,
        proposedAt: row.asked_at,
        ...(row.decided_by !== null && { decidedBy: row.decided_by }),
        ...(row.reason !== null && { reason: row.reason }),
      };
      return { ...toItem(row), state: row.state, details };
    },
    decide: async (pool, id, { actor, decision, reason }) => {
      const said = { actor, ...(reason !== undefined && { reason }) };
      if (decision === 'reject') {
        const answer = await rejectApproval(pool, model, landscape, Number(id), said);
        return 'code' in answer ? answer : { did: 'rejected; the record stays as it is' };
      }
      const answer = await approve(pool, model, landscape, Number(id), said);
      if ('code' in answer) return answer;
      return { did: `approved; changed: ${answer.changed.join(', ') || 'nothing, it was so already'}` };
    },
  };
}

/** Who said what stands, and when it was changed there. */
function standingBy(told: Told | null, attribute: string) {
  const saying = told ? sayingOf(told, attribute) : undefined;
  return saying ? [{ attribute, by: saying.by, ...(!saying.found && { at: saying.at }) }] : [];
}

async function readApprovals(
  db: Queryable,
  { entity, system, key, state, id }: WorkFilter & { state?: string; id?: number },
): Promise<Row[]> {
  const { rows } = await db.query<Row>(
    `select a.*, r.data as current, r.told from approval a left join record r on r.entity = a.entity and r.key = a.key
     where ($1::text is null or a.entity = $1) and ($2::text is null or a.system = $2) and ($3::text is null or a.key = $3)
       and ($4::text is null or a.state = $4) and ($5::bigint is null or a.id = $5)
     order by a.id limit ${MOST_OF_A_KIND}`,
    [entity ?? null, system ?? null, key ?? null, state ?? null, id ?? null],
  );
  return rows;
}

function toItem({ id, entity, key, system, local_key, changed, proposers, asked_at }: Row): SourceItem {
  const attributes = [...new Set(changed.map((pointer) => pointer.split('/', 2)[1]))].join(', ');
  return {
    id: String(id),
    title: `${attributes} of ${entity} ${local_key} would change, by ${proposers.join(', ')}`,
    entity,
    key,
    system,
    count: 1,
    openedAt: asked_at,
  };
}
