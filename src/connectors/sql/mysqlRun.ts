import iconv from 'iconv-lite';
import mysql, { type FieldPacket, type ResultSetHeader } from 'mysql2/promise';
import { type ColumnKind, Refusal, type Rows, type Sql } from './database.ts';
import { valueMark } from './mysqlDialect.ts';

/** `strict`: a warning that data was cut or replaced is thrown as a Refusal, though the server let it pass. */
export async function runMysql(
  client: mysql.Connection,
  sql: Sql,
  timeout: number,
  warnings: 'strict' | 'lenient',
): Promise<Rows> {
  const statement = withValues(sql);
  if (statement.length > ASKED_ABOVE) await refuseTooLarge(client, statement, timeout);
  const [result, fields] = await client.query<never>({ sql: statement, timeout });
  const rows = Array.isArray(result) ? toRows(result, fields) : toAffected(result);
  const warned = Array.isArray(result) ? /^\s*(insert|replace)/i.test(sql.text) : warningsOf(result) > 0;
  if (warnings === 'lenient' || !warned) return rows;
  const remarks = await remarksOf(client, timeout);
  return remarks.length > 0 ? { ...rows, warnings: remarks } : rows;
}

/** Below the smallest `max_allowed_packet` in use a statement of so many characters passes unasked. */
const ASKED_ABOVE = 250_000;

/** A server that is sent more than it takes hangs up, often before its reason can be read: so it is asked first. */
async function refuseTooLarge(client: mysql.Connection, statement: string, timeout: number): Promise<void> {
  const [rows] = await client.query<never>({ sql: 'select @@max_allowed_packet', timeout });
  const most = Number((rows as Buffer[][])[0]![0]);
  const bytes = Buffer.byteLength(statement);
  if (bytes >= most)
    throw new Refusal(`${bytes} bytes are more than max_allowed_packet of the server, ${most}`);
}

function withValues({ text, values = [] }: Sql): string {
  return text.split(valueMark).reduce((sql, piece, i) => sql + mysql.escape(values[i - 1]) + piece);
}

function toAffected(result: ResultSetHeader): Rows {
  const key = result.insertId ? { insertId: String(result.insertId) } : {};
  return { columns: [], rows: [], affected: result.affectedRows, ...key };
}

function warningsOf(result: ResultSetHeader): number {
  return (result as ResultSetHeader & { warningStatus?: number }).warningStatus ?? 0;
}

/** What the server remarked on the last statement; a loss is thrown. */
async function remarksOf(client: mysql.Connection, timeout: number): Promise<string[]> {
  const [rows] = await client.query<never>({ sql: 'show warnings', timeout });
  const warnings = (rows as Buffer[][])
    .map(([level, code, message]) => ({ level: String(level), code: Number(code), message: String(message) }))
    .filter(({ level }) => level !== 'Note');
  const loss = warnings.find(({ code }) => lossy.has(code));
  if (loss) throw new Refusal(inWords(loss));
  return warnings.map(inWords);
}

function inWords({ level, code, message }: { level: string; code: number; message: string }): string {
  return `${message} (${level} ${code})`;
}

/**
 * Null or nothing for a value, out of range, cut off, no such value, foreign characters, not convertible; and the row left out by `insert
 * ignore` for a reference, a check or a partition that there is not.
 */
const lossy = new Set([
  1048, 1216, 1262, 1263, 1264, 1265, 1292, 1366, 1406, 1411, 1441, 1452, 1526, 1748, 1977, 3819, 3854, 4025,
]);

function toRows(result: (Buffer | null)[][], fields: FieldPacket[]): Rows {
  const columns = fields.map((field) => ({ name: field.name, kind: kindOf(field as Field) }));
  const decoders = columns.map(({ kind }, i) => decoderOf(kind, fields[i] as Field));
  const rows = result.map((row) => row.map((cell, i) => (cell === null ? null : decoders[i]!(cell))));
  return { columns, rows, affected: rows.length };
}

interface Field extends FieldPacket {
  columnType: number;
  characterSet: number;
  encoding?: string;
  extendedFormat?: string;
}

const binary = 63;
const bit = 16;

function decoderOf(kind: ColumnKind, field: Field): (cell: Buffer) => string {
  if (field.columnType === bit) return (cell) => String(BigInt(`0x${cell.toString('hex')}`));
  if (kind === 'bytes') return (cell) => cell.toString('base64');
  const encoding = field.characterSet === binary ? 'utf8' : (field.encoding ?? 'utf8');
  return encoding === 'utf8' ? (cell) => cell.toString('utf8') : (cell) => iconv.decode(cell, encoding);
}

/** By the type numbers of the protocol. */
const kinds: Record<number, ColumnKind> = {
  0: 'digits',
  246: 'digits',
  8: 'digits',
  1: 'number',
  2: 'number',
  3: 'number',
  9: 'number',
  13: 'number',
  4: 'number',
  5: 'number',
  [bit]: 'digits',
  7: 'instant',
  17: 'instant',
  12: 'localTime',
  18: 'localTime',
  10: 'text',
  11: 'text',
  14: 'text',
  19: 'text',
  245: 'json',
};

function kindOf({ columnType, characterSet, extendedFormat }: Field): ColumnKind {
  if (extendedFormat === 'json') return 'json';
  return kinds[columnType] ?? (characterSet === binary ? 'bytes' : 'text');
}
