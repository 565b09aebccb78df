import type pg from 'pg';
import { countOf, noteOf } from '../plumbing/floor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import { inTransaction, openOwnDatabase } from '../plumbing/postgres.ts';
import { type ShopOrder, workOn } from '../plumbing/shopWork.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { keepNotes, tableJournal } from '../plumbing/tableJournal.ts';
import { type Habits, tellAll } from '../plumbing/told.ts';
import { paddedTo } from '../world/keys.ts';
import { entryOf } from './entries.ts';
import { schema } from './schema.ts';

const database = 'northfield_mes_gdansk';
const habits: Habits = {
  reasons: [
    'unit-unknown',
    'item-unknown',
    'order-unknown',
    'quantity-negative',
    'number-nan',
    'padding',
    'late',
    'future',
  ],
  unknownItem: '79999999',
  unknownOrder: '69999999',
  unknownUnit: '???',
  repad: (item) => paddedTo(item, 18),
};

/** A MES that the plant wrote itself, on a database that everybody may read and write. */
export const start: StartSystem = async (options) => {
  const kit = openKit('mes-gdansk', options);
  const own = await openOwnDatabase(kit, database);
  await own.pool.query(schema(database));
  kit.every(100, () => workOff(kit, own.pool));
  return kit.run({ MES_GDANSK_URL: own.url }, { throttle: false }, tableJournal(own.pool, 'mes'));
};

async function workOff(kit: Kit, pool: pg.Pool): Promise<void> {
  if (kit.weather.cut) return;
  const { rows } = await pool.query(
    `select * from mes.zlecenia where stan = 'ZWOLNIONE' and stan_mes <> 'GOTOWE' and nastepny <= now() order by nastepny limit 50`,
  );
  for (const row of rows) await advance(kit, pool, row);
}

interface OrderRow {
  nr_zlecenia: string;
  wyrob: string;
  ilosc: string;
  jm: string;
  operacje: string;
  krok: number;
}

/** The step, its entries and its numbers stand or fall together; the tally follows them. */
async function advance(kit: Kit, pool: pg.Pool, row: OrderRow): Promise<void> {
  const order = await shopOrder(pool, row);
  const { events, more } = workOn(order, row.krok);
  const { told, changes } = tellAll(kit, events, habits);
  await inTransaction(pool, async (client) => {
    for (const event of told) {
      const { rows } = await client.query(entryOf(event));
      await keepNotes(client, 'mes', [noteOf(event, String(rows[0].id))]);
    }
    await client.query(
      `update mes.zlecenia set krok = krok + 1, stan_mes = $2, zmieniono = now(), nastepny = now() + $3 * interval '1 ms' where nr_zlecenia = $1`,
      [row.nr_zlecenia, more ? 'W_TOKU' : 'GOTOWE', kit.options.pace],
    );
  });
  const received = row.krok === 0 ? [{ received: 'orders', outcome: 'accepted' } as const] : [];
  kit.write(changes, [...told.map(countOf), ...received]);
}

async function shopOrder(pool: pg.Pool, row: OrderRow): Promise<ShopOrder> {
  const { rows } = await pool.query('select * from mes.skladniki where nr_zlecenia = $1 order by poz', [
    row.nr_zlecenia,
  ]);
  return {
    number: row.nr_zlecenia,
    item: row.wyrob,
    quantity: Number(row.ilosc),
    unit: row.jm,
    components: rows.map((part) => ({
      line: String(part.poz),
      item: part.material,
      quantity: Number(part.ilosc),
      unit: part.jm,
    })),
    operations: row.operacje.split(',').filter((operation) => operation !== ''),
  };
}
