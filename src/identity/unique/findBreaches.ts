import { column, fromColumns } from '../../database/columns.ts';
import type { Connection, Queryable } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import type { Claimed, Turnover } from './claims.ts';
import { lockUnique } from './lockUnique.ts';

/** What a record is about to have for itself, and who has it. */
export interface Breach {
  claim: Claimed;
  other: string;
}

const FIND = {
  name: 'unique-claim-find',
  text: `
    select m.n, c.key as other from ${fromColumns(['int', 'uuid', 'text'])} as m (n, value, key)
    cross join lateral (
      select key from unique_claim c
      where c.value = m.value and c.key <> m.key and not exists (
        select from ${fromColumns(['uuid', 'text'], 4)} as g (value, key) where g.value = c.value and g.key = c.key)
      order by key limit 1
    ) c`,
};

/** What the changes would make two records have. Whoever changes what records have for themselves waits until the transaction ends. */
export function findBreaches(
  connection: Connection,
  entity: EntityModel,
  turnover: Turnover,
): Promise<Breach[]> {
  return find(connection, turnover, () => lockUnique(connection, entity.entity));
}

/** The same without a promise that nobody changes it meanwhile: for looking ahead only. */
export function foreseeBreaches(db: Queryable, turnover: Turnover): Promise<Breach[]> {
  return find(db, turnover, async () => {});
}

async function find(
  db: Queryable,
  { made, released }: Turnover,
  lock: () => Promise<unknown>,
): Promise<Breach[]> {
  if (made.length + released.length === 0) return [];
  const values = [
    column(made.map((_, n) => n)),
    column(made.map(({ digest }) => digest)),
    column(made.map(({ key }) => key)),
    column(released.map(({ digest }) => digest)),
    column(released.map(({ key }) => key)),
  ];
  const [, { rows }] = await Promise.all([
    lock(),
    db.query<{ n: number; other: string }>({ ...FIND, values }),
  ]);
  return [...rows.map(({ n, other }) => ({ claim: made[n]!, other })), ...amongThemselves(made)];
}

/** Of those that come together the first has it. */
function amongThemselves(made: readonly Claimed[]): Breach[] {
  const first = new Map<string, string>();
  return made.flatMap((claim) => {
    const other = first.get(claim.id);
    if (other === undefined) first.set(claim.id, claim.key);
    return other === undefined ? [] : { claim, other };
  });
}
