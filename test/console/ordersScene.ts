import { type TestDatabase, testDatabase } from '../database.ts';
import { orderToCash, tellDoor, tellMasters } from '../orderToCash.ts';
import { until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { type OpenConsole, openConsole } from './openConsole.ts';

/** A hub that takes orders to cash from a shop to an ERP, and a browser that its link has signed in to the console. */
export interface OrdersScene extends Omit<OpenConsole, 'url'> {
  database: TestDatabase;
  erp: TestTarget;
  /** Tells the shop's door. */
  tell(door: string, body: object): Promise<void>;
  order(number: string, status: string): Promise<void>;
  /** Asks the operations API, signed in as the browser is. */
  say(path: string, body: object): Promise<void>;
  /** Until the instance about this order is in a state. */
  reached(number: string, state: string): Promise<void>;
  /** Until the ERP is held by a window, its circuit or a pause that it asked for. */
  held(by: 'window' | 'circuit' | 'throttle'): Promise<void>;
}

export async function openOrdersScene(): Promise<OrdersScene> {
  const database = await testDatabase();
  const erp = await startTarget();
  const { url, close, ...opened } = await openConsole(await orderToCash(erp.url), database.url);
  await tellMasters(url);
  const tell = (door: string, body: object) => tellDoor(url, door, body);
  return {
    ...{ ...opened, database, erp, tell },
    order: (number, status) => tell('orders', { number, status, quantity: '10' }),
    say: async (path, body) => {
      const answer = await opened.page.request.post(`${url}/operations/v1/${path}`, {
        data: body,
        headers: { 'sec-fetch-site': 'same-origin' },
      });
      if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    },
    reached: (number, state) =>
      until(async () => {
        const { rowCount } = await database.pool.query(
          `select from process_instance where id = $1 and state::text like $2`,
          [`sales~so~shop~${number}`, `%"${state}"%`],
        );
        return rowCount === 1;
      }),
    held: (by) =>
      until(async () => {
        const { rowCount } = await database.pool.query(
          `select from subscription where name = 'erp/commands' and hold = $1`,
          [`held-${by}`],
        );
        return rowCount === 1;
      }),
    close: async () => {
      await close();
      await erp.stop();
      await database.drop();
    },
  };
}
