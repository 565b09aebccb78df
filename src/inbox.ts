import { column, fromColumns } from './database/columns.ts';
import type { Connection, Queryable } from './database/pool.ts';

export interface Ticket {
  /** The interface, or the entity of a fact. */
  scope: string;
  id: string;
}

/** Those that were not seen before; `delete` answers once for each. */
export interface Admitted {
  delete(scope: string, id: string): boolean;
}

/** The number admitted, and which only when some were not: they need not travel back in the usual case. */
const ADMIT = {
  name: 'inbox-admit',
  text: `
    with admitted as (
      insert into inbox (scope, id) select t.scope, t.id from ${fromColumns(['text', 'text'], 2)} as t (scope, id)
      on conflict do nothing returning scope, id
    ), counted as (select count(*)::int as n from admitted)
    select n, null as scope, null as id from counted
    union all select n, scope, id from admitted, counted where n < $1`,
};

const SEEN = {
  name: 'inbox-seen',
  text: `select scope, id from ${fromColumns(['text', 'text'])} as t (scope, id) join inbox using (scope, id)`,
};

/** Which of these would be admitted now, once each; admits none. */
export async function admissible(db: Queryable, tickets: readonly Ticket[]): Promise<Admitted> {
  const name = ({ scope, id }: Ticket) => `${scope}\0${id}`;
  const open = new Set(tickets.map(name));
  const values = [column(tickets.map((t) => t.scope)), column(tickets.map((t) => t.id))];
  const { rows } = await db.query<Ticket>({ ...SEEN, values });
  for (const row of rows) open.delete(name(row));
  return { delete: (scope, id) => open.delete(name({ scope, id })) };
}

export async function admit(connection: Connection, tickets: readonly Ticket[]): Promise<Admitted> {
  if (tickets.length === 0) return { delete: () => false };
  const values = [tickets.length, column(tickets.map((t) => t.scope)), column(tickets.map((t) => t.id))];
  const { rows } = await connection.query<Ticket & { n: number }>({ ...ADMIT, values });
  const [counted, ...some] = rows;
  if (counted?.n === tickets.length) return { delete: () => true };
  const admitted = new Set(some.map((row) => `${row.scope}\0${row.id}`));
  return { delete: (scope, id) => admitted.delete(`${scope}\0${id}`) };
}
