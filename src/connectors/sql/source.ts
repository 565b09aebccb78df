import { parseDuration } from '../../vocabulary/duration.ts';
import type { Json } from '../../vocabulary/json.ts';
import { ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Source, SourceBatch, SourceContext } from '../connector.ts';
import type { Database } from './database.ts';
import { wordsOf } from './failure.ts';
import { describeQuery, type KeysetQuery } from './keyset.ts';
import { readProgress } from './marks.ts';
import { type PollSettings, polls, type Reading } from './poll.ts';
import { readStatement } from './readStatement.ts';
import { recentIds } from './recentIds.ts';
import { isTime } from './rowMessage.ts';
import { prepareAfter } from './runAfter.ts';
import type { Read } from './settings.ts';

/** Ids kept for what is read again: when the next poll reads more than that, it offers it again. */
const recentLimit = 200_000;

/** Throws a ProblemError when a file is missing or names a parameter that there is not. */
export function openSource(database: Database, context: SourceContext): Source {
  const read = context.read as unknown as Read;
  const statement = readStatement(context.folder, read.query, database.dialect);
  refuseUnknown(statement.names, read);
  const after =
    read.after === undefined ? undefined : readStatement(context.folder, read.after, database.dialect);
  const begin = async (signal: AbortSignal): Promise<Reading> => {
    const asked = askedThrough(database, context, signal);
    const query = await describeQuery(asked, statement, declaredColumns(read), read.query);
    const acknowledge = after && prepareAfter(database, query, after, read.after!);
    const timeColumn = findTimeColumn(query);
    return {
      database: asked,
      query,
      settings: pollSettings(read),
      timeColumn,
      acknowledge,
      signal,
      recent: {
        changed: recentIds(recentLimit),
        withoutCursor: recentIds(recentLimit),
        all: recentIds(recentLimit),
      },
    };
  };
  return { manner: 'asks', batches: (cursor, signal) => quiet(context.interface, begin, cursor, signal) };
}

/** The same database, each statement that reads in its turn. */
function askedThrough(
  database: Database,
  { ask, interface: name }: SourceContext,
  signal: AbortSignal,
): Database {
  const failed = (error: unknown) => {
    const { kind, words } = database.dialect.failure(error);
    const isThere = kind === 'refused' || kind === 'unfit';
    const code = isThere ? 'target-rejected' : 'target-unavailable';
    throw new ProblemError(problem(code, 'receive', `${name}: ${words}`));
  };
  const read: Database['read'] = (sql) =>
    ask(async () => ({ answer: await database.read(sql).catch(failed) }), signal);
  return { ...database, read };
}

/** Ends without an error when aborted; other errors say which interface and what the database said. */
async function* quiet(
  name: string,
  begin: (signal: AbortSignal) => Promise<Reading>,
  cursor: Json,
  signal: AbortSignal,
): AsyncGenerator<SourceBatch> {
  try {
    yield* polls(await begin(signal), readProgress(cursor));
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof ProblemError) throw error;
    throw new Error(`${name}: ${wordsOf(error)}`, { cause: error });
  }
}

function declaredColumns({ cursor = [], key, version = [], sourceTime }: Read) {
  return { cursor, key, version, sourceTime: sourceTime === undefined ? [] : [sourceTime] };
}

function pollSettings(read: Read): PollSettings {
  return {
    everyMs: parseDuration(read.every ?? '5s')!,
    overlapMs: parseDuration(read.overlap ?? '30s')!,
    batch: read.batch ?? 1000,
    nulls: read.nulls !== 'exclude',
  };
}

function findTimeColumn(query: KeysetQuery): number | undefined {
  const column = query.sourceTime[0] ?? query.cursor[0];
  return column !== undefined && isTime(query.columns[column]!.kind) ? column : undefined;
}

function refuseUnknown(names: readonly string[], { query, cursor = [] }: Read): void {
  const known = cursor.map((column) => `cursor.${column.toLowerCase()}`);
  const unknown = names.find((name) => !known.includes(name.toLowerCase()));
  if (unknown === undefined) return;
  const detail = `The query has a parameter ":${unknown}"; it may have ${known.map((n) => `":${n}"`).join(', ') || 'none'}.`;
  throw new ProblemError(problem('landscape-invalid', 'receive', detail, { file: query, value: unknown }));
}
