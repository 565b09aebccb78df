import { column, fromColumns } from '../database/columns.ts';
import type { Queryable } from '../database/pool.ts';
import type { Chart } from '../landscape/processes/chart.ts';
import type { Heard as HeardEntry } from '../ledger/read.ts';
import type { Learned } from './play.ts';
import { answersTo, type Told, toTold } from './told.ts';

/**
 * An instance may come to have a key when something was told about it already: an ERP may say that an order is released before the hub has its answer to the
 * order. What was told is asked for while a round is played, and read when it is over.
 */
export interface Earlier {
  /** Empty until it was read. */
  of(learned: Learned): readonly Told[];
  /** Reads what was asked for; resolves to the keys of what it found. When there is none the round stands as it was played. */
  read(): Promise<string[]>;
}

/** `to`: the position up to which the round hears. */
export function createEarlier(db: Queryable, chart: Chart, hears: readonly string[], to: number): Earlier {
  const found = new Map<string, Told[]>();
  let asked: Learned[] = [];
  return {
    of(learned) {
      const told = found.get(nameOf(learned));
      if (!told) asked.push(learned);
      return told ?? [];
    },
    async read() {
      if (asked.length === 0) return [];
      const rows = await readTold(db, asked, hears, to);
      for (const learned of asked) found.set(nameOf(learned), []);
      asked = [];
      const keys: string[] = [];
      for (const { instance, key, ...entry } of rows) {
        const told = toTold(chart, entry);
        if (answersTo(told.heard.event) !== undefined) continue;
        found.get(nameOf({ instance, key }))!.push(told);
        keys.push(...told.keys);
      }
      return keys;
    },
  };
}

function nameOf({ instance, key }: Pick<Learned, 'instance' | 'key'>): string {
  return `${instance} ${key}`;
}

type Row = Pick<Learned, 'instance' | 'key'> & HeardEntry;

async function readTold(
  db: Queryable,
  learned: readonly Learned[],
  hears: readonly string[],
  to: number,
): Promise<Row[]> {
  const text = `
    select l.instance, l.key, e.position, e.type, e.subject, e.system, e.time, e.data
    from ${fromColumns(['text', 'text', 'bigint'])} as l (instance, key, since)
    cross join lateral (
      select coalesce(l.since, (select s.position from process_step s where s.instance = l.instance and s.n = 1)) as since offset 0
    ) b
    cross join lateral (
      select position from ledger where subject = l.key and position > b.since and position <= $4
      union
      select position from mention where key = l.key and position > b.since and position <= $4
    ) p
    join ledger e on e.position = p.position
    where e.entity = any($5)
    order by e.position`;
  const values = [
    column(learned.map(({ instance }) => instance)),
    column(learned.map(({ key }) => key)),
    column(learned.map(({ since }) => since)),
    to,
    hears,
  ];
  const { rows } = await db.query<Row>({ name: 'process-earlier', text, values });
  return rows;
}
