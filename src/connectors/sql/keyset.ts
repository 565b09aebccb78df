import { ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Column, Database, ParsedStatement, Sql } from './database.ts';
import type { Position } from './marks.ts';
import { renderStatement } from './parameters.ts';

/** The query of a source with the columns it declares, found among those the query really has. */
export interface KeysetQuery {
  statement: ParsedStatement;
  columns: Column[];
  /** Places of the declared columns among `columns`. */
  cursor: number[];
  key: number[];
  version: number[];
  /** None or one. */
  sourceTime: number[];
}

/** Behind `after` (undefined: from the first row), up to and including `until`. */
export interface Range {
  after?: Position | undefined;
  until?: Position | undefined;
}

export interface Page {
  rows: (string | null)[][];
  last: boolean;
}

/** Which rows, in which order. */
export type Pass =
  /** Those with a full cursor, in its order. */
  | 'changed'
  /** Those with a null in the cursor, in the order of the key. */
  | 'withoutCursor'
  | 'all';

/** Asks the database for the columns. */
export async function describeQuery(
  database: Database,
  statement: ParsedStatement,
  declared: Record<'cursor' | 'key' | 'version' | 'sourceTime', readonly string[]>,
  file: string,
): Promise<KeysetQuery> {
  const { text, values } = renderStatement(statement, database.dialect, () => null);
  const { columns } = await database.read({ text: `select * from (\n${text}\n) q limit 0`, values });
  const places = (names: readonly string[]) => names.map((name) => placeOf(name, columns, file));
  return {
    statement,
    columns,
    cursor: places(declared.cursor),
    key: places(declared.key),
    version: places(declared.version),
    sourceTime: places(declared.sourceTime),
  };
}

/** The next rows of the range, at most `limit`. */
export async function readPage(
  database: Database,
  query: KeysetQuery,
  pass: Pass,
  range: Range,
  limit: number,
): Promise<Page> {
  const sql = rangeSql(database, query, pass, range, (order) => ({
    select: '*',
    orderBy: order.join(', '),
    limit,
  }));
  const { rows } = await database.read(sql);
  return { rows, last: rows.length < limit };
}

/** Where the last row stands; undefined when none is behind `after`. */
export async function readHead(
  database: Database,
  query: KeysetQuery,
  after: Position,
): Promise<Position | undefined> {
  const sql = rangeSql(database, query, 'changed', { after }, (order) => ({
    select: order.join(', '),
    orderBy: order.map((name) => `${name} desc`).join(', '),
    limit: 1,
  }));
  const { rows } = await database.read(sql);
  return rows[0]?.map((value) => value ?? '');
}

/** Where a row stands in the order of the pass. */
export function positionOf(query: KeysetQuery, pass: Pass, row: readonly (string | null)[]): Position {
  return orderOf(query, pass).map((i) => row[i] ?? '');
}

function rangeSql(
  { dialect }: Database,
  query: KeysetQuery,
  pass: Pass,
  { after, until }: Range,
  wanted: (order: string[]) => { select: string; orderBy: string; limit: number },
): Sql {
  const named = (i: number) => ({
    name: `q.${dialect.quote(query.columns[i]!.name)}`,
    kind: query.columns[i]!.kind,
  });
  const inner = renderStatement(query.statement, dialect, (name) => cursorValue(query, pass, after, name));
  const order = orderOf(query, pass).map(named);
  const conditions = order.map(({ name }) => `${name} is not null`);
  if (pass === 'withoutCursor') {
    conditions.push(`(${query.cursor.map((i) => `${named(i).name} is null`).join(' or ')})`);
  }
  const values = [...inner.values];
  const compare = (position: Position, wrap: (condition: string) => string) => {
    const behind = dialect.comesAfter(order.slice(0, position.length), values.length + 1);
    conditions.push(wrap(behind.text));
    values.push(...behind.values.map((i) => position[i]!));
  };
  if (after !== undefined) compare(after, (behind) => behind);
  if (until !== undefined) compare(until, (behind) => `not (${behind})`);
  const { select, orderBy, limit } = wanted(order.map(({ name }) => name));
  const text = `select ${select} from (\n${inner.text}\n) q where ${conditions.join(' and ')} order by ${orderBy} limit ${limit}`;
  return { text, values, repeated: true };
}

function orderOf(query: KeysetQuery, pass: Pass): number[] {
  return pass === 'changed' ? query.cursor : query.key;
}

function cursorValue(
  query: KeysetQuery,
  pass: Pass,
  after: Position | undefined,
  name: string,
): string | null {
  const wanted = name.slice('cursor.'.length).toLowerCase();
  const at = query.cursor.findIndex((i) => query.columns[i]!.name.toLowerCase() === wanted);
  return pass === 'changed' ? (after?.[at] ?? null) : null;
}

/** Declared names match as they are, else without regard to case. */
export function placeOf(name: string, columns: Column[], file: string): number {
  const exact = columns.findIndex((c) => c.name === name);
  const at = exact >= 0 ? exact : columns.findIndex((c) => c.name.toLowerCase() === name.toLowerCase());
  if (at >= 0) return at;
  const there = columns.map((c) => c.name).join(', ');
  const detail = `The query has no column "${name}"; it has ${there}.`;
  throw new ProblemError(problem('landscape-invalid', 'receive', detail, { file, value: name }));
}
