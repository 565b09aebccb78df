import type { Queryable } from '../../../database/pool.ts';
import { choose, type TargetScope } from '../../../delivery/chosen.ts';
import { readEntity } from '../../../ledger/read.ts';
import { OPEN_STATES } from '../../../vocabulary/states.ts';
import type { ReplayPreview } from './contract.ts';
import type { Range } from './range.ts';

const PAGE = 2000;

/** What a replay of the range would do now, chosen as the worker chooses; nothing is sent. */
export async function previewReplay(
  db: Queryable,
  target: TargetScope,
  { interface: id, from, to, live }: Range,
): Promise<ReplayPreview> {
  const sums = { entries: 0, inScope: 0, send: 0, superseded: 0 };
  for (let position = from - 1; position < to; ) {
    const entries = await readEntity(db, target.entity, position, to, PAGE);
    const { send, superseded } = await choose(db, target, entries, live);
    sums.entries += entries.length;
    sums.inScope += send.length + superseded.length;
    sums.send += send.length;
    sums.superseded += superseded.length;
    position = entries.length < PAGE ? to : entries.at(-1)!.position;
  }
  return { interface: id, from, to, ...sums, open: await countOpen(db, id, from, to) };
}

async function countOpen(db: Queryable, id: string, from: number, to: number): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    `select count(*) as open from parked
     where interface = $1 and direction = 'out' and state = any($2) and position between $3 and $4`,
    [id, OPEN_STATES, from, to],
  );
  return rows[0]!.open;
}
