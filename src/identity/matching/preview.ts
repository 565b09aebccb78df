import { column, fromColumns } from '../../database/columns.ts';
import type { Connection, Pool } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import type { Reason } from '../../vocabulary/matching.ts';
import type { Judgement, Matcher } from './matcher.ts';

/** What a system says of a thing, under its key there and here. */
export interface Side {
  system: string;
  localKey: string;
  key: string;
}

export interface PreviewedPair {
  would: 'link' | 'ask' | 'not link';
  a: Side;
  b: Side;
  score: number;
  reasons: Reason[];
}

/** What a definition makes of the data at hand. */
export interface MatchingPreview {
  /** What systems say, compared across systems. */
  things: number;
  /** Pairs by what the definition makes of them; of `ask`, those that only a veto keeps from linking. */
  pairs: { link: number; ask: number; vetoed: number };
  /** Where that differs from what stands: records that would be one, would be asked about, and matches that would not be made. */
  differences: { link: number; ask: number; notLink: number };
  samples: PreviewedPair[];
}

const PAGE = 2_000;
const SAMPLES = 20;
const TELLING = 30;

/** Looks only: nothing is linked, asked or kept. */
export function previewMatching(pool: Pool, entity: string, matcher: Matcher): Promise<MatchingPreview> {
  return transaction(pool, async (connection) => {
    await connection.query(`create temp table previewed_block (block bigint, thing bigint) on commit drop`);
    await connection.query(
      'create temp table previewed (thing bigint, entity text, system text, local_key text, key text) on commit drop',
    );
    await connection.query(
      `insert into previewed
       select row_number() over (order by system, local_key), entity, system, local_key, key
       from observation where entity = $1 and view is not null`,
      [entity],
    );
    await connection.query('create unique index on previewed (thing)');
    const things = await keepAll(connection, entity, matcher);
    await connection.query('create index on previewed_block (block)');
    const preview = await judgeAll(connection, matcher, await alreadyAsked(connection, entity));
    return { things, ...preview };
  });
}

async function keepAll(connection: Connection, entity: string, matcher: Matcher): Promise<number> {
  let after = 0;
  for (;;) {
    const { rows } = await connection.query<{ thing: number; view: JsonObject }>(
      `select p.thing, o.view from previewed p join observation o on o.entity = $1 and o.system = p.system and o.local_key = p.local_key
       where p.thing > $2 order by p.thing limit $3`,
      [entity, after, PAGE],
    );
    if (rows.length === 0) return after;
    const blocks = rows.flatMap(({ thing, view }) => {
      const features = matcher.read(view);
      return features ? matcher.blocks(features).map((block) => ({ block, thing })) : [];
    });
    await connection.query(`insert into previewed_block select * from ${fromColumns(['bigint', 'bigint'])}`, [
      column(blocks.map(({ block }) => block)),
      column(blocks.map(({ thing }) => thing)),
    ]);
    after = rows.at(-1)!.thing;
  }
}

interface Row {
  a_system: string;
  a_local: string;
  a_key: string;
  a_view: JsonObject;
  b_system: string;
  b_local: string;
  b_key: string;
  b_view: JsonObject;
  matched: boolean;
}

async function judgeAll(
  connection: Connection,
  matcher: Matcher,
  asked: ReadonlySet<string>,
): Promise<Omit<MatchingPreview, 'things'>> {
  const preview: Omit<MatchingPreview, 'things'> = {
    pairs: { link: 0, ask: 0, vetoed: 0 },
    differences: { link: 0, ask: 0, notLink: 0 },
    samples: [],
  };
  await connection.query(`declare pairs no scroll cursor for ${PAIRS}`);
  for (;;) {
    const { rows } = await connection.query<Row>(`fetch ${PAGE} from pairs`);
    if (rows.length === 0) return preview;
    for (const row of rows) note(preview, row, matcher, asked);
  }
}

const PAIRS = `
  select a.system as a_system, a.local_key as a_local, a.key as a_key, x.view as a_view,
    b.system as b_system, b.local_key as b_local, b.key as b_key, y.view as b_view,
    a.key = b.key and exists (
      select from reference_history h where h.key = a.key and h.cause = 'matched' and h.entity = a.entity
        and ((h.system, h.local_key) = (a.system, a.local_key) or (h.system, h.local_key) = (b.system, b.local_key))) as matched
  from (
    select distinct l.thing as a, r.thing as b
    from (select block from previewed_block group by block having count(*) between 2 and ${TELLING}) t
    join previewed_block l using (block) join previewed_block r on r.block = t.block and r.thing > l.thing
  ) pair
  join previewed a on a.thing = pair.a join previewed b on b.thing = pair.b and b.system <> a.system
  join observation x on x.entity = a.entity and x.system = a.system and x.local_key = a.local_key
  join observation y on y.entity = a.entity and y.system = b.system and y.local_key = b.local_key`;

function note(
  preview: Omit<MatchingPreview, 'things'>,
  row: Row,
  matcher: Matcher,
  asked: ReadonlySet<string>,
): void {
  const [left, right] = [matcher.read(row.a_view), matcher.read(row.b_view)];
  const { childOf = '' } = matcher.definition;
  if (!left || !right || row.a_view[childOf] === row.b_key || row.b_view[childOf] === row.a_key) return;
  const judgement = matcher.judge(left, right);
  const { verdict, score, reasons } = judgement;
  if (verdict === 'link') preview.pairs.link++;
  if (verdict === 'ask') preview.pairs.ask++;
  if (verdict === 'ask' && score >= matcher.definition.link && reasons.some(({ veto }) => veto))
    preview.pairs.vetoed++;
  const would = differenceOf(row, judgement, asked);
  if (!would) return;
  preview.differences[would === 'not link' ? 'notLink' : would]++;
  if (preview.samples.filter((sample) => sample.would === would).length >= SAMPLES) return;
  const a = { system: row.a_system, localKey: row.a_local, key: row.a_key };
  const b = { system: row.b_system, localKey: row.b_local, key: row.b_key };
  preview.samples.push({ would, a, b, score, reasons });
}

function differenceOf(
  { a_key, b_key, matched }: Row,
  { verdict }: Judgement,
  asked: ReadonlySet<string>,
): PreviewedPair['would'] | undefined {
  if (a_key === b_key) return matched && verdict !== 'link' ? 'not link' : undefined;
  return verdict === 'apart' || asked.has(pairOf(a_key, b_key)) ? undefined : verdict;
}

/** Pairs that a steward is asked about, or has decided on. */
async function alreadyAsked(connection: Connection, entity: string): Promise<Set<string>> {
  const { rows } = await connection.query<{ a_key: string; b_key: string }>(
    'select a_key, b_key from match_review where entity = $1',
    [entity],
  );
  return new Set(rows.map(({ a_key, b_key }) => pairOf(a_key, b_key)));
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
