import type { Queryable } from '../database/pool.ts';

/** How far the register has come. */
export interface Standing {
  /** Entries of the ledger that it has not seen yet. */
  behind: number;
  /** False while it is made from the records that were there before it. */
  complete: boolean;
}

export async function readStanding(db: Queryable): Promise<Standing> {
  const { rows } = await db.query<Standing>({
    name: 'register-standing',
    text: `select h.position - coalesce(p.position, 0) as behind, coalesce(p.position is not null and p.entity is null, false) as complete
           from ledger_head h left join register_progress p on true`,
  });
  return rows[0]!;
}

/** Whether it tells all that stands in the ledger up to a position. */
export async function hasReached(db: Queryable, position: number): Promise<boolean> {
  const { rows } = await db.query<{ reached: boolean }>({
    name: 'register-reached',
    text: 'select position >= $1 and entity is null as reached from register_progress',
    values: [position],
  });
  return rows[0]?.reached ?? false;
}
