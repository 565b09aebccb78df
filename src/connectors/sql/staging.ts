import { setTimeout as sleep } from 'node:timers/promises';
import { parseDuration } from '../../vocabulary/duration.ts';
import { problem } from '../../vocabulary/problem.ts';
import type { Delivery, DeliveryOutcome, Sink, SinkContext } from '../connector.ts';
import { binder, refuseUnknownParameters } from './bind.ts';
import type { Database, ParsedStatement, Session } from './database.ts';
import { wordsOf } from './failure.ts';
import { parseStatement, renderStatement } from './parameters.ts';
import { readStatement } from './readStatement.ts';
import { sendTogether } from './sendTogether.ts';
import type { WriteStaging } from './settings.ts';
import { statementWriter, type WriteRows } from './writeRows.ts';

type Confirm = NonNullable<WriteStaging['confirm']>;

/**
 * Puts rows into a table that the target system works off, and tells what became of them when it says so. A row
 * whose delivery id is there is not put again, unless the target refused it: then it is put anew.
 */
export function openStagingSink(database: Database, context: SinkContext, write: WriteStaging): Sink {
  const { dialect, zone } = database;
  const insert = insertStatement(database, write);
  refuseUnknownParameters(insert, write.localTimes ?? [], context.interface);
  const results = write.confirm && resultQuery(database, context.folder, write, write.confirm);
  const bind = binder(insert, dialect, zone, write.localTimes ?? []);
  const writeHeads = statementWriter(database, insert, undefined);
  const writeRows = onceOnly(database, write, withLines(database, context.folder, write, writeHeads));
  return {
    bulk: write.bulk ?? 100,
    send: async (deliveries, signal) => {
      const staged = await sendTogether(database, deliveries.map(bind), writeRows, signal);
      if (!results || !write.confirm) return staged;
      const waiting = deliveries.filter((_, i) => staged[i]?.outcome === 'delivered');
      const told = await confirmed(results, write.confirm, waiting, signal);
      return deliveries.map((delivery, i) => told.get(delivery.id) ?? staged[i]!);
    },
  };
}

function insertStatement({ dialect }: Database, { staging }: WriteStaging): ParsedStatement {
  const columns = [staging.id, ...staging.columns];
  const names = ['delivery.id', ...staging.columns];
  const list = columns.map((c) => (/^\w+$/.test(c) ? c : dialect.quote(c))).join(', ');
  const pieces = names.map((_, i) => (i === 0 ? `insert into ${staging.table} (${list}) values (` : ', '));
  return { pieces: [...pieces, ')'], names };
}

/** The lines first: a target that works off its heads finds them complete. */
function withLines(
  { dialect, zone }: Database,
  folder: string,
  { staging: { lines }, localTimes = [] }: WriteStaging,
  writeHeads: WriteRows,
): WriteRows {
  if (lines === undefined) return writeHeads;
  const statement = readStatement(folder, lines, dialect);
  refuseUnknownParameters(statement, [], lines);
  const { text } = renderStatement(statement, dialect, () => null);
  const bind = binder(statement, dialect, zone, localTimes);
  return async (session, rows) => {
    await session.runAll(
      rows.map(({ delivery }) => ({ text, values: bind(delivery).values, repeated: true })),
    );
    return writeHeads(session, rows);
  };
}

function onceOnly(
  { dialect }: Database,
  { staging, confirm }: WriteStaging,
  writeRows: WriteRows,
): WriteRows {
  const status = confirm?.status ?? 'null';
  return async (session, rows) => {
    const ids = rows.map((row) => row.delivery.id);
    const list = ids.map((_, i) => dialect.placeholder(i + 1)).join(', ');
    const text = `select ${staging.id}, ${status} from ${staging.table} where ${staging.id} in (${list})`;
    const there = (await session.run({ text, values: ids })).rows.map(([id, state]) => ({
      id: id!,
      state: state ?? '',
    }));
    const refused = there.filter(({ state }) => confirm?.rejected.includes(state.trim()));
    await removeRows(
      session,
      `delete from ${staging.table} where ${staging.id} = ${dialect.placeholder(1)}`,
      refused,
    );
    const stands = new Set(there.filter((row) => !refused.includes(row)).map(({ id }) => id));
    await writeRows(
      session,
      rows.filter((row) => !stands.has(row.delivery.id)),
    );
    return rows.map(() => ({ outcome: 'delivered' }));
  };
}

async function removeRows(session: Session, text: string, rows: readonly { id: string }[]): Promise<void> {
  await session.runAll(rows.map(({ id }) => ({ text, values: [id] })));
}

interface Result {
  id: string;
  status: string;
  message?: string;
  localKey?: string;
}
type ReadResults = (ids: readonly string[]) => Promise<Result[]>;

function resultQuery(
  database: Database,
  folder: string,
  { staging }: WriteStaging,
  confirm: Confirm,
): ReadResults {
  const { dialect } = database;
  const query = confirm.query
    ? readStatement(folder, confirm.query, dialect)
    : parseStatement(`select * from ${staging.table}`, dialect.name);
  const { text } = renderStatement(query, dialect, () => null);
  const columns = [staging.id, confirm.status, confirm.message ?? 'null', confirm.localKey ?? 'null'];
  return async (ids) => {
    const list = ids.map((_, i) => dialect.placeholder(i + 1)).join(', ');
    const wrapped = `select ${columns.join(', ')} from (\n${text}\n) q where ${staging.id} in (${list})`;
    const { rows } = await database.read({ text: wrapped, values: ids });
    return rows.map(([id, status, message, localKey]) => ({
      id: id!,
      status: (status ?? '').trim(),
      ...(message ? { message: message.trim() } : {}),
      ...(localKey ? { localKey } : {}),
    }));
  };
}

/** Looks until the target has spoken of every delivery or the time is over. */
async function confirmed(
  results: ReadResults,
  confirm: Confirm,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<Map<string, DeliveryOutcome>> {
  const told = new Map<string, DeliveryOutcome>();
  const waiting = new Map(deliveries.map((d) => [d.id, 'no state yet']));
  const until = performance.now() + parseDuration(confirm.timeout ?? '60s')!;
  let words = 'The target system has not worked it off in time';
  try {
    while (waiting.size > 0) {
      for (const result of await results([...waiting.keys()])) {
        const outcome = outcomeOf(result, confirm);
        if (outcome) waiting.delete(result.id);
        else waiting.set(result.id, `state "${result.status}"`);
        if (outcome) told.set(result.id, outcome);
      }
      if (waiting.size === 0 || performance.now() >= until) break;
      await sleep(parseDuration(confirm.every ?? '1s')!, undefined, { signal });
    }
  } catch (error) {
    words = signal.aborted ? 'The hub stopped before the target system worked it off' : wordsOf(error);
  }
  for (const [id, state] of waiting) {
    told.set(id, { outcome: 'unknown', problem: problem('outcome-unknown', 'send', `${words} (${state}).`) });
  }
  return told;
}

function outcomeOf(result: Result, confirm: Confirm): DeliveryOutcome | undefined {
  if (confirm.accepted.includes(result.status)) {
    return { outcome: 'delivered', ...(result.localKey ? { localKey: result.localKey } : {}) };
  }
  if (!confirm.rejected.includes(result.status)) return undefined;
  const words = `${result.message ?? 'The target system refused it'} (state "${result.status}")`;
  return { outcome: 'rejected', problem: problem('target-rejected', 'send', words) };
}
