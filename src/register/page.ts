import type { Connection, Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';

/** Rows of the register `g` that meet all conditions, in an order that an index has. */
export interface Page {
  conditions: readonly string[];
  order: string;
  limit: number;
}

/**
 * Ways to a page of things that have certain words. `near`: those that come next are looked at one by one, but not many: enough where many things have the words.
 * `gathered`: all that have them are taken, then put in order: for words of few things, wherever these are. `far`: one by one to the end.
 */
export type Way = 'near' | 'gathered' | 'far';

/** Looked at for each row of a page. */
const NEAR = 50;
/** More than these are not gathered: looking at what lies before them takes less. */
const MANY = 250_000;

const COLUMNS = 'g.entity, g.key, g.day, g.label';

/** The statement of a page; `terms`: the placeholder of a tsquery. */
export function pageOf({ conditions, order, limit }: Page, words?: { terms: string; way: Way }): string {
  const where = conditions.join(' and ');
  const last = `order by ${order} limit ${limit}`;
  if (!words) return `select ${COLUMNS} from register g where ${where} ${last}`;
  const has = `g.terms @@ ${words.terms}::tsquery`;
  switch (words.way) {
    case 'near': {
      const next = `select * from register g where ${where} order by ${order} limit ${limit * NEAR}`;
      return `select ${COLUMNS} from (${next}) g where ${has} ${last}`;
    }
    case 'gathered':
      // `offset 0`: the order must not lead PostgreSQL to look one by one.
      return `select ${COLUMNS} from (select ${COLUMNS} from register g where ${where} and ${has} offset 0) g ${last}`;
    case 'far':
      return `select ${COLUMNS} from register g where ${where} and ${has} ${last}`;
  }
}

/** A page by words, by the way that is quick for them: PostgreSQL cannot know how many things a beginning of a word is of, nor where they lie. */
export async function withWords<Row>(
  pool: Pool,
  terms: string,
  limit: number,
  read: (connection: Connection, way: Way) => Promise<Row[]>,
): Promise<Row[]> {
  return transaction(pool, async (connection) => {
    const near = await read(connection, 'near');
    if (near.length === limit) return near;
    await connection.query('set local enable_seqscan = off');
    const { rows } = await connection.query<{ n: number }>(
      `select count(*)::int as n from (select from register where terms @@ $1::tsquery limit ${MANY + 1}) having_them`,
      [terms],
    );
    return read(connection, rows[0]!.n > MANY ? 'far' : 'gathered');
  });
}
