import { column, fromColumns } from '../../database/columns.ts';
import type { Queryable } from '../../database/pool.ts';
import type { Matched } from '../matching/keep.ts';
import type { Breach } from './findBreaches.ts';

/** Whether a steward is asked if two things are one. */
export type Asked = (a: string, b: string) => boolean;

const READ = {
  name: 'match-asked',
  text: `select r.a_key, r.b_key from ${fromColumns(['text', 'text'])} as p (a, b)
         join match_review r on least(r.a_key, r.b_key) = p.a and greatest(r.a_key, r.b_key) = p.b and r.state = 'open'`,
};

/** Of the breaches those about which a steward is asked, or will be by what was matched just now. */
export async function readAsked(
  db: Queryable,
  breaches: readonly Breach[],
  matched: readonly Matched[],
): Promise<Asked> {
  const asked = new Set(
    matched.flatMap(({ key, match }) =>
      match.verdict === 'ask' ? match.pairs.map((pair) => pairOf(key, pair.key).join(' ')) : [],
    ),
  );
  const pairs = breaches.map(({ claim, other }) => pairOf(claim.key, other));
  if (pairs.length > 0) {
    const values = [column(pairs.map(([a]) => a)), column(pairs.map(([, b]) => b))];
    const { rows } = await db.query<{ a_key: string; b_key: string }>({ ...READ, values });
    for (const { a_key, b_key } of rows) asked.add(pairOf(a_key, b_key).join(' '));
  }
  return (a, b) => asked.has(pairOf(a, b).join(' '));
}

function pairOf(a: string, b: string): [string, string] {
  return a < b ? [a, b] : [b, a];
}
