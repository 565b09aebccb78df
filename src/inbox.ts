import { column, fromColumns } from './database/columns.ts';
import type { Connection } from './database/pool.ts';

export interface Ticket {
  /** The interface, or the entity of a fact. */
  scope: string;
  id: string;
}

/** Those that were not seen before; `delete` answers once for each. */
export interface Admitted {
  delete(scope: string, id: string): boolean;
}

const ADMIT = {
  name: 'inbox-admit',
  text: `insert into inbox (scope, id) select t.scope, t.id from ${fromColumns(['text', 'text'])} as t (scope, id)
         on conflict do nothing returning scope, id`,
};

export async function admit(connection: Connection, tickets: readonly Ticket[]): Promise<Admitted> {
  if (tickets.length === 0) return { delete: () => false };
  const values = [column(tickets.map((t) => t.scope)), column(tickets.map((t) => t.id))];
  const { rows } = await connection.query<Ticket>({ ...ADMIT, values });
  const admitted = new Set(rows.map((row) => `${row.scope}\0${row.id}`));
  return { delete: (scope, id) => admitted.delete(`${scope}\0${id}`) };
}
