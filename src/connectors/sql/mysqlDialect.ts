import type { BulkInsert, Condition, Dialect, Failure, ParsedStatement } from './database.ts';
import { Refusal } from './database.ts';
import { wordsOf } from './failure.ts';
import { insertShape } from './insertShape.ts';

/** Stands where a value goes: `?` may also stand in the text of a statement. */
export const valueMark = '\u0002';

const quote = (identifier: string) => `\`${identifier.replaceAll('`', '``')}\``;

export const mysqlDialect: Dialect = {
  name: 'mysql',
  quote,
  placeholder: () => valueMark,
  boolean: (value) => (value ? '1' : '0'),
  now: `select concat(date_format(utc_timestamp(3), '%Y-%m-%dT%H:%i:%s.'), lpad(microsecond(utc_timestamp(3)) div 1000, 3, '0'), 'Z')`,
  timeText: (kind, instant, zone) =>
    kind === 'instant' ? instant.replace('T', ' ').slice(0, 23) : zone.toLocal(instant),
  instantOf,
  comesAfter,
  failure,
  bulkInsert: async (statement) => bulkInsert(statement),
  ledger: {
    create: (table) =>
      `create table if not exists ${table} (id varchar(255) character set utf8mb4 collate utf8mb4_bin primary key, attempt varchar(40) not null, local_key varchar(255) character set utf8mb4, delivered_at timestamp not null default current_timestamp) engine=InnoDB`,
    claim: (table, count) =>
      `insert ignore into ${table} (id, attempt) values ${Array(count).fill(`(${valueMark}, ${valueMark})`).join(', ')}`,
    claimedBefore: (table, count) =>
      `select id, local_key from ${table} where attempt <> ${valueMark} and id in (${Array(count).fill(valueMark).join(', ')}) for update`,
    nameLocalKey: (table) => `update ${table} set local_key = ${valueMark} where id = ${valueMark}`,
  },
};

/** Sessions that read are in UTC. */
function instantOf(text: string): string | undefined {
  const at = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** Row comparisons do not use an index here: `a >= x and (a > x or (a = x and b > y))` does. */
function comesAfter(columns: Parameters<Dialect['comesAfter']>[0]): Condition {
  const operand = (kind: string) => {
    if (kind === 'digits') return `cast(${valueMark} as decimal(65,30))`;
    return kind === 'number' ? `(${valueMark} + 0)` : valueMark;
  };
  const [first, ...others] = columns.map(({ name, kind }) => ({ name, value: operand(kind) }));
  let text = '';
  let values: number[] = [];
  for (const [i, { name, value }] of [first!, ...others].entries().toArray().reverse()) {
    const inner = text === '' ? '' : ` or (${name} = ${value} and ${text})`;
    text = `(${name} > ${value}${inner})`;
    values = inner === '' ? [i] : [i, i, ...values];
  }
  if (others.length === 0) return { text, values };
  return { text: `(${first!.name} >= ${first!.value} and ${text})`, values: [0, ...values] };
}

/** Characters of values in one statement: below the smallest `max_allowed_packet` in use. */
const statementLimit = 500_000;

function bulkInsert(statement: ParsedStatement): BulkInsert | undefined {
  const shape = insertShape(statement);
  if (!shape) return undefined;
  const row = `(${shape.items.map((item) => (typeof item === 'string' ? item : valueMark)).join(', ')})`;
  const head = `insert into ${shape.table} (${shape.columns.join(', ')}) values `;
  return {
    statement: (rows) => {
      const values = rows.flat();
      if (values.reduce((sum, value) => sum + (value?.length ?? 4), 0) > statementLimit) return undefined;
      return { text: `${head}${Array(rows.length).fill(row).join(', ')} ${shape.tail}`, values };
    },
  };
}

function failure(error: unknown): Failure {
  if (error instanceof Refusal) return { kind: 'refused', words: error.message };
  const { errno, sqlState, sqlMessage, code } = error as Record<string, unknown>;
  if (typeof errno !== 'number' || typeof sqlState !== 'string' || sqlState === '') {
    return { kind: 'broken', words: wordsOf(error) };
  }
  const words = `${sqlMessage ?? wordsOf(error)} (SQLSTATE ${sqlState}, ${code ?? errno})`;
  if (tooLarge.has(errno)) return { kind: 'refused', words, ended: true };
  if (broken.has(errno) || sqlState.startsWith('08')) return { kind: 'broken', words };
  if (collided.has(errno)) return { kind: 'collided', words };
  if (unfit.has(errno) || sqlState.startsWith('28')) return { kind: 'unfit', words };
  return { kind: down.has(errno) ? 'down' : 'refused', words };
}

/** A packet above `max_allowed_packet`: the server says so and hangs up. */
const tooLarge = new Set([1153]);

/** The server ended the connection: shutdown, packet broken, killed, left idle. */
const broken = new Set([1053, 1152, 1156, 1157, 1158, 1159, 1160, 1161, 1184, 1927, 3169, 4031]);

/** Deadlock (1213, 1614), a row changed since it was read (1020), certification in a cluster (3101): the transaction was rolled back. */
const collided = new Set([1020, 1213, 1614, 3101]);

/**
 * Too many connections (1040, 1203, 1226), lock wait (1205, 1223, 3572), timeout and interruption (1317, 1969, 3024), read-only (1290,
 * 1792, 1836), out of resources (1021, 1030, 1037, 1038, 1041, 1114), a damaged table (1034, 1035, 1194, 1195).
 */
const down = new Set([
  1021, 1030, 1034, 1035, 1037, 1038, 1040, 1041, 1114, 1194, 1195, 1203, 1205, 1223, 1226, 1290, 1317, 1792,
  1836, 1969, 3024, 3572,
]);

/**
 * What login, rights or the schema lack (1044, 1045, 1046, 1049, 1129, 1130, 1142, 1143, 1146, 1227, 1305, 1356, 1370, 1698), and statements
 * that do not fit the table (1054, 1064, 1109, 1136): every row would fail the same way, so they wait instead of being parked one by one.
 */
const unfit = new Set([
  1044, 1045, 1046, 1049, 1054, 1064, 1109, 1129, 1130, 1136, 1142, 1143, 1146, 1227, 1305, 1356, 1370, 1698,
]);
