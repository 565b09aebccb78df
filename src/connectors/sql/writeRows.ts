import type { DeliveryOutcome } from '../connector.ts';
import type { Bound } from './bind.ts';
import {
  type BulkInsert,
  type Database,
  type ParsedStatement,
  Refusal,
  type Rows,
  type Session,
} from './database.ts';
import { renderStatement } from './parameters.ts';
import { rounds } from './rounds.ts';

/** Writes rows in order; outcomes in the same order. Throws for the first that the database refuses. */
export type WriteRows = (session: Session, rows: readonly Bound[]) => Promise<DeliveryOutcome[]>;

/**
 * Many rows with one statement where the statement is a plain insert and no key is asked back, else row by row with
 * the statement prepared once.
 */
export function statementWriter(
  database: Database,
  statement: ParsedStatement,
  localKey: string | undefined,
): WriteRows {
  const one = rowWriter(database, statement, localKey);
  if (localKey !== undefined) return one;
  let bulk: BulkInsert | undefined | 'unknown' = 'unknown';
  return async (session, rows) => {
    if (rows.length < 2) return one(session, rows);
    if (bulk === 'unknown') bulk = await database.dialect.bulkInsert(statement, session);
    return bulk ? inBulk(session, rows, bulk, one) : one(session, rows);
  };
}

async function inBulk(
  session: Session,
  rows: readonly Bound[],
  bulk: BulkInsert,
  one: WriteRows,
): Promise<DeliveryOutcome[]> {
  const done = new Map<Bound, DeliveryOutcome>();
  for (const round of bulk.conflictKey ? rounds(rows, bulk.conflictKey) : [rows]) {
    const sql = round.length > 1 ? bulk.statement(round.map((row) => row.values)) : undefined;
    const outcomes = sql ? remarked(round, await session.run(sql)) : await one(session, round);
    for (const [i, row] of round.entries()) done.set(row, outcomes[i]!);
  }
  return rows.map((row) => done.get(row)!);
}

/** MariaDB and MySQL say of which row of a statement they speak. */
function remarked(rows: readonly Bound[], { warnings = [] }: Rows): DeliveryOutcome[] {
  return rows.map((_, i) => {
    const detail = warnings.filter((warning) => !rowNamed(warning) || rowNamed(warning) === i + 1).join('; ');
    return { outcome: 'delivered', ...(detail === '' ? {} : { detail }) };
  });
}

function rowNamed(warning: string): number | undefined {
  const [, row] = /at row (\d+)/.exec(warning) ?? [];
  return row === undefined ? undefined : Number(row);
}

function rowWriter(database: Database, statement: ParsedStatement, localKey: string | undefined): WriteRows {
  const { text } = renderStatement(statement, database.dialect, () => null);
  const mustMatch = /^\s*update\b/i.test(text);
  return async (session, rows) => {
    const results = await session.runAll(rows.map(({ values }) => ({ text, values, repeated: true })));
    return results.map((result) => {
      if (mustMatch && result.affected === 0) throw new Refusal('The update matched no row of the target.');
      const key = localKey === undefined ? undefined : givenKey(result, localKey);
      const detail = result.warnings?.join('; ');
      return {
        outcome: 'delivered',
        ...(key === undefined ? {} : { localKey: key }),
        ...(detail === undefined ? {} : { detail }),
      };
    });
  };
}

function givenKey(result: Rows, column: string): string | undefined {
  if (column === 'insertId' && result.insertId !== undefined) return result.insertId;
  const at = result.columns.findIndex((c) => c.name.toLowerCase() === column.toLowerCase());
  return result.rows[0]?.[at] ?? undefined;
}
