import { column, fromColumns } from '../database/columns.ts';
import type { Connection, Queryable } from '../database/pool.ts';
import { PARKED_CHANNEL } from '../ledger/wakeup.ts';
import { OPEN_STATES, type OpenState } from '../vocabulary/states.ts';

/** A command as it stands in the ledger. */
export interface Commanded {
  id: string;
  key: string;
}

/** A message that holds a command for one target. */
export interface HeldCommand {
  /** Its row in `parked`. */
  message: number;
  interface: string;
  /** Id of the command. */
  command: string;
  state: OpenState | 'delivered' | 'discarded';
}

/**
 * The messages that hold these commands, for each target the last: nobody hands one back, takes it out or puts it back until the transaction is over, and what
 * others did meanwhile is seen.
 */
export async function holdCommands(
  db: Queryable,
  commands: readonly Commanded[],
): Promise<readonly HeldCommand[]> {
  const rows = await messagesOf(db, commands, true);
  return [...new Map(rows.map((row) => [`${row.command} ${row.interface}`, row])).values()];
}

/** The messages that hold these commands and are open, the oldest first. */
export async function openCommands(
  db: Queryable,
  commands: readonly Commanded[],
): Promise<readonly HeldCommand[]> {
  const isOpen = ({ state }: HeldCommand) => OPEN_STATES.some((open) => open === state);
  return (await messagesOf(db, commands, false)).filter(isOpen);
}

async function messagesOf(
  db: Queryable,
  commands: readonly Commanded[],
  isHeld: boolean,
): Promise<HeldCommand[]> {
  if (commands.length === 0) return [];
  const { rows } = await db.query<HeldCommand>({
    name: isHeld ? 'parked-hold-commands' : 'parked-commands',
    text: `
      select p.id as message, p.interface, p.state, l.id as command
      from ${fromColumns(['text', 'text'])} as c (id, key)
      join parked p on p.key = c.key and p.direction = 'out'
      join ledger l on l.position = p.position and l.id = c.id
      order by p.id ${isHeld ? 'for update of p' : ''}`,
    values: [column(commands.map(({ id }) => id)), column(commands.map(({ key }) => key))],
  });
  return rows;
}

/** Hands messages back to the line, those that were taken out too. */
export async function handBack(connection: Connection, messages: readonly number[]): Promise<void> {
  if (messages.length === 0) return;
  await connection.query({
    name: 'parked-hand-back',
    text: `
      with handed as (
        update parked set state = 'waiting', next_attempt_at = null, decided_at = null, decided_by = null, reason = null
        where id = any($1) and state in ('parked', 'discarded') returning interface)
      select pg_notify('${PARKED_CHANNEL}', interface) from handed group by interface`,
    values: [messages],
  });
}

/** Takes messages out of the line. */
export async function takeOut(
  connection: Connection,
  taken: readonly { message: number; by: string; reason: string }[],
): Promise<void> {
  if (taken.length === 0) return;
  await connection.query({
    name: 'parked-take-out',
    text: `
      with taken as (
        update parked p set state = 'discarded', decided_at = now(), decided_by = t.by, reason = t.reason
        from ${fromColumns(['bigint', 'text', 'text'])} as t (id, by, reason)
        where p.id = t.id and p.state = 'parked' returning p.interface)
      select pg_notify('${PARKED_CHANNEL}', interface) from taken group by interface`,
    values: [
      column(taken.map(({ message }) => message)),
      column(taken.map(({ by }) => by)),
      column(taken.map(({ reason }) => reason)),
    ],
  });
}
