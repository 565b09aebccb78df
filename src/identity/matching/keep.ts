import { column, fromColumns } from '../../database/columns.ts';
import type { Connection } from '../../database/pool.ts';
import type { Match } from './match.ts';

/** What matching came to for one thing, with the key it got. */
export interface Matched {
  localKey: string;
  key: string;
  match: Match;
}

const LINKED = {
  name: 'match-linked',
  text: `insert into reference_history (system, entity, local_key, key, cause, score, reasons)
         select $1, $2, m.local_key, m.key, 'matched', m.score, m.reasons
         from ${fromColumns(['text', 'text', 'int', 'json'], 3)} as m (local_key, key, score, reasons)`,
};

const ASK = {
  name: 'match-ask',
  text: `insert into match_review (entity, a_key, b_key, score, reasons)
         select $1, m.a_key, m.b_key, m.score, m.reasons
         from ${fromColumns(['text', 'text', 'int', 'json'], 2)} as m (a_key, b_key, score, reasons)
         on conflict do nothing`,
};

/** Keeps why things were linked, and asks a steward about what may be one; a pair once asked is not asked again. */
export async function keepMatches(
  connection: Connection,
  { system, entity }: { system: string; entity: string },
  matched: readonly Matched[],
): Promise<void> {
  const linked = matched.flatMap(({ localKey, match }) =>
    match.verdict === 'link' ? [{ localKey, ...match }] : [],
  );
  if (linked.length > 0)
    await connection.query({
      ...LINKED,
      values: [
        system,
        entity,
        column(linked.map((m) => m.localKey)),
        column(linked.map((m) => m.key)),
        column(linked.map((m) => m.score)),
        column(linked.map((m) => JSON.stringify(m.reasons))),
      ],
    });
  const asked = matched.flatMap(({ key: b, match }) =>
    match.verdict === 'ask'
      ? match.pairs.map(({ key: a, score, reasons }) => ({ a, b, score, reasons }))
      : [],
  );
  if (asked.length > 0)
    await connection.query({
      ...ASK,
      values: [
        entity,
        column(asked.map((m) => m.a)),
        column(asked.map((m) => m.b)),
        column(asked.map((m) => m.score)),
        column(asked.map((m) => JSON.stringify(m.reasons))),
      ],
    });
}

/** What matching found among what was identified. */
export function matchedOf(found: ReadonlyMap<string, { key: string; match?: Match }>): Matched[] {
  return [...found].flatMap(([localKey, { key, match }]) => (match ? [{ localKey, key, match }] : []));
}
