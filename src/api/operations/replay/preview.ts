import type { Queryable } from '../../../database/pool.ts';
import { choose, type TargetScope } from '../../../delivery/chosen.ts';
import { type Onward, readEntity } from '../../../ledger/read.ts';
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
  for await (const entries of readPages(db, target.entity, from, to)) {
    const { send, superseded } = await choose(db, target, entries, live);
    sums.entries += entries.length;
    sums.inScope += send.length + superseded.length;
    sums.send += send.length;
    sums.superseded += superseded.length;
  }
  return { interface: id, from, to, ...sums, open: await countOpen(db, id, from, to) };
}

/** The next page is read while one is looked at. */
async function* readPages(db: Queryable, entity: string, from: number, to: number): AsyncGenerator<Onward[]> {
  const readAfter = (position: number) => readEntity(db, entity, position, to, PAGE);
  let ahead: Promise<Onward[]> | undefined = readAfter(from - 1);
  while (ahead) {
    const entries: Onward[] = await ahead;
    ahead = entries.length < PAGE ? undefined : readAfter(entries.at(-1)!.position);
    // Told when the page is asked for.
    ahead?.catch(() => {});
    yield entries;
  }
}

async function countOpen(db: Queryable, id: string, from: number, to: number): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    `select count(*) as open from parked
     where interface = $1 and direction = 'out' and state = any($2) and position between $3 and $4`,
    [id, OPEN_STATES, from, to],
  );
  return rows[0]!.open;
}
