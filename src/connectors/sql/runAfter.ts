import { isObject } from '../../vocabulary/json.ts';
import { DecodeFailure, type SourceMessage } from '../connector.ts';
import type { Database, ParsedStatement } from './database.ts';
import { type KeysetQuery, placeOf } from './keyset.ts';
import { renderStatement } from './parameters.ts';
import { toValue } from './values.ts';

export type RunAfter = (messages: readonly SourceMessage[]) => Promise<void>;

/**
 * Runs the statement for each row of a durable batch, all in one transaction. When that throws the rows are offered
 * again, which the hub knows by their ids. Throws a ProblemError when a parameter is no column of the query.
 */
export function prepareAfter(
  database: Database,
  query: KeysetQuery,
  statement: ParsedStatement,
  file: string,
): RunAfter {
  const { dialect } = database;
  const columns = new Map(
    statement.names.map((n) => [n, query.columns[placeOf(n, query.columns, file)]!.name]),
  );
  return async (messages) => {
    const documents = messages
      .map((m) => m.document)
      .filter((d) => isObject(d) && !(d instanceof DecodeFailure));
    const sqls = documents.map((document) => {
      const valueFor = (name: string) =>
        toValue((document as Record<string, never>)[columns.get(name)!], dialect);
      return { ...renderStatement(statement, dialect, valueFor), repeated: true };
    });
    await database.transaction((session) => session.runAll(sqls));
  };
}
