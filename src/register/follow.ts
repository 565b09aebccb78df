import type { Connection, Pool } from '../database/pool.ts';
import { transaction } from '../database/transaction.ts';
import { REGISTER_CHANNEL } from '../ledger/wakeup.ts';
import { FROM_RECORD, ROW } from './row.ts';
import { fillInvoices, followInvoices } from './uninvoiced.ts';

/** Entries that one transaction goes over, and records that one fills in: short enough to be in nobody's way. */
const MANY = 5000;

/** `behind`: there is more to do. `even`: it is as the ledger. `elsewhere`: another process is at it. */
export type Followed = 'behind' | 'even' | 'elsewhere';

type Progress = { position: number; head: number } & (Filling | { entity: null });

/** Of the records that were there before it, those up to here are in it. */
interface Filling {
  entity: string;
  key: string;
}

/** Brings what changed of records since last time into the register; before that, those that were there before it was. */
export function followLedger(pool: Pool): Promise<Followed> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<Progress>({
      name: 'register-progress',
      text: 'select p.position, p.entity, p.key, h.position as head from register_progress p, ledger_head h for update of p skip locked',
    });
    const [at] = rows;
    if (!at) return begin(connection);
    return at.entity === null ? followOn(connection, at) : fillOn(connection, at);
  });
}

async function begin(connection: Connection): Promise<Followed> {
  const { rowCount } = await connection.query(
    `insert into register_progress (position, entity, key) select position, '', '' from ledger_head on conflict do nothing`,
  );
  return rowCount === 1 ? 'behind' : 'elsewhere';
}

async function followOn(connection: Connection, { position, head }: Progress): Promise<Followed> {
  const until = Math.min(head, position + MANY);
  if (until === position) return 'even';
  await connection.query({ ...CHANGED, values: [position, until] });
  await followInvoices(connection, position, until);
  await connection.query('update register_progress set position = $1', [until]);
  await connection.query(`notify ${REGISTER_CHANNEL}`);
  return until < head ? 'behind' : 'even';
}

const write = (records: string) => `
  with told as materialized (select ${ROW} from ${records} ${FROM_RECORD}),
  gone as (delete from register g using told t where t.merged and g.entity = t.entity and g.key = t.key)
  insert into register as g (entity, key, label, site, state, open, day, item, terms)
  select entity, key, label, site, state, open, day, item, terms from told where not merged order by entity, key
  on conflict (entity, key) do update set label = excluded.label, site = excluded.site, state = excluded.state, open = excluded.open, day = excluded.day,
    item = excluded.item, terms = excluded.terms
  where (g.label, g.site, g.state, g.open, g.day, g.item, g.terms)
    is distinct from (excluded.label, excluded.site, excluded.state, excluded.open, excluded.day, excluded.item, excluded.terms)`;

const CHANGED = {
  name: 'register-changed',
  text: write(
    '(select distinct entity, subject as key from ledger where position > $1 and position <= $2) c join record r using (entity, key)',
  ),
};

const FILL = {
  name: 'register-fill',
  text: write('(select * from record where (entity, key) > ($1, $2) and (entity, key) <= ($3, $4)) r'),
};

/** Takes the next of the records that were there before. */
async function fillOn(connection: Connection, { entity, key }: Filling): Promise<Followed> {
  const { rows } = await connection.query<{ entity: string; key: string }>(
    `select entity, key from (select entity, key from record where (entity, key) > ($1, $2) order by entity, key limit ${MANY}) next
     order by entity desc, key desc limit 1`,
    [entity, key],
  );
  const [until] = rows;
  if (until) {
    const range = [entity, key, until.entity, until.key] as const;
    await connection.query({ ...FILL, values: [...range] });
    await fillInvoices(connection, range);
  }
  await connection.query('update register_progress set entity = $1, key = $2', [until?.entity, until?.key]);
  return 'behind';
}
