import type { Queryable } from '../../database/pool.ts';
import { openCommands } from '../../delivery/handBack.ts';
import type { Landscape } from '../../landscape/landscape.ts';
import { commandId } from '../../processes/commands.ts';
import type { Heard, Instance } from '../../processes/instance.ts';
import { toInstance } from '../../processes/store.ts';
import type { Instant } from '../../vocabulary/json.ts';
import type { InstanceDetail, InstanceView } from './contract.ts';
import { type Row, toView, VIEWED } from './view.ts';

const KNOWING = 20;

/** The newest instances of any declared process that know one of these canonical keys. */
export async function instancesKnowing(
  db: Queryable,
  { processes }: Pick<Landscape, 'processes'>,
  keys: readonly string[],
): Promise<InstanceView[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<Row>(
    `select ${VIEWED} from process_instance i
     where i.id in (select instance from process_key where process = any($1) and key = any($2)) order by i.changed_at desc limit ${KNOWING}`,
    [[...processes.keys()], keys],
  );
  return rows.map(toView);
}

/** All there is to know of one instance; undefined when there is none. */
export async function readInstance(
  db: Queryable,
  process: string,
  id: string,
): Promise<InstanceDetail | undefined> {
  const { rows } = await db.query<Row>(
    `select ${VIEWED} from process_instance i where process = $1 and id = $2`,
    [process, id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const instance = toInstance(row);
  const [keys, timers, history, waiting, stopped] = await Promise.all([
    db.query<{ key: string }>('select key from process_key where instance = $1 order by key', [id]),
    db.query<{ timer: string; due_at: Instant }>(
      'select timer, due_at from process_timer where instance = $1 order by due_at',
      [id],
    ),
    db.query<HistoryRow>('select * from process_step where instance = $1 order by n', [id]),
    db.query<{ event: Heard }>('select event from process_waiting where instance = $1', [id]),
    readStopped(db, instance),
  ]);
  return {
    ...toView(row),
    context: instance.context,
    keys: keys.rows.map(({ key }) => key),
    commands: instance.given.map(({ data: _, ...given }) => {
      const waits = stopped.get(commandId(id, given.n));
      return { ...given, ...(waits && { waits }) };
    }),
    timers: timers.rows.map(({ timer, due_at: dueAt }) => ({ timer, dueAt })),
    history: history.rows.map(toHistory),
    waiting: waiting.rows.length,
  };
}

type Waits = NonNullable<InstanceDetail['commands'][number]['waits']>;

/** By the id of a command, the messages of it that are open. */
async function readStopped(db: Queryable, { id, given }: Instance): Promise<Map<string, Waits>> {
  const open = given.filter(({ answer }) => answer !== 'delivered');
  const messages = await openCommands(
    db,
    open.map(({ n, key }) => ({ id: commandId(id, n), key })),
  );
  const byCommand = Map.groupBy(messages, ({ command }) => command);
  return new Map([...byCommand].map(([of, its]) => [of, its.map(({ command: _, ...each }) => each)]));
}

interface HistoryRow {
  n: number;
  at: Instant;
  event: string;
  position: number | null;
  state: unknown;
  commands: string[];
  by_whom: string | null;
  reason: string | null;
}

function toHistory({ n, at, event, position, state, commands, by_whom: by, reason }: HistoryRow) {
  return {
    ...{ n, at, event, state, commands },
    ...(position !== null && { position }),
    ...(by !== null && { by }),
    ...(reason !== null && { reason }),
  };
}
