import iconv from 'iconv-lite';
import { drop, openDrops, takeFiles } from '../plumbing/drops.ts';
import { type Floor, openFloor } from '../plumbing/floor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import { localParts } from '../plumbing/localTime.ts';
import type { StartSystem } from '../plumbing/system.ts';
import type { Habits, Told } from '../plumbing/told.ts';
import { paddedTo } from '../world/keys.ts';
import { readOrders } from './orders.ts';
import { files, rowOf } from './rows.ts';

const habits: Habits = {
  reasons: [
    'unit-unknown',
    'item-unknown',
    'order-unknown',
    'quantity-negative',
    'date-zero',
    'padding',
    'duplicate',
    'late',
    'future',
    'truncated',
    'encoding',
  ],
  unknownItem: '999999',
  unknownOrder: '9999999',
  unknownUnit: 'BX9',
  repad: (item) => paddedTo(item, 18),
};

/** An old MES that drops CSV files into a folder, a few times a second at most. */
export const start: StartSystem = async (options) => {
  const kit = openKit('mes-monterrey', options);
  const folders = openDrops(kit);
  const floor = openFloor(kit, habits, (told) =>
    told.map((event) => ({ in: `lines-${event.kind}`, key: String(event.n), value: event })),
  );
  kit.every(400, () => {
    if (kit.weather.cut) return;
    for (const kind of ['confirmation', 'movement', 'hold'] as const) dropLines(kit, folders.out, kind);
  });
  kit.every(200, () => {
    if (!kit.weather.cut) takeOrders(kit, folders.in, floor);
  });
  return kit.run(
    { MES_MONTERREY_OUT: folders.out, MES_MONTERREY_IN: folders.in },
    { slow: false, throttle: false },
  );
};

/** The file appears before its lines are forgotten: after a crash they are told again, with the same FOLIO. */
function dropLines(kit: Kit, folder: string, kind: Told['kind']): void {
  const waiting = [...kit.store.collection<Told>(`lines-${kind}`).entries()].slice(0, 500);
  if (waiting.length === 0) return;
  const { prefix, header } = files[kind];
  const { value, change } = kit.number(`file-${prefix}`);
  const p = localParts(Date.now(), 'America/Monterrey');
  const name = `${prefix}_${p.year}${p.month}${p.day}${p.hour}${p.minute}${p.second}_${String(value).padStart(6, '0')}.csv`;
  drop(
    folder,
    name,
    contentOf(
      header,
      waiting.map(([, told]) => told),
    ),
    '.tmp',
  );
  kit.write([change, ...waiting.map(([key]) => ({ in: `lines-${kind}`, key }))]);
}

/** A line cut off is the last one of its file; what was cut comes whole in the lines before it or in a later file. */
function contentOf(header: string, events: Told[]): Buffer {
  const cut = events.filter((told) => told.dirt === 'truncated');
  const whole = events.filter((told) => told.dirt !== 'truncated');
  const lines = [header, ...whole.flatMap(lineOf)].map((line) => `${line}\r\n`).join('');
  const last = cut.map((told) => rowOf(told).slice(0, 21)).join('\r\n');
  return iconv.encode(lines + last, 'win1252');
}

function lineOf(told: Told): string[] {
  const row = rowOf(told);
  if (told.dirt === 'duplicate') return [row, row];
  if (told.dirt === 'encoding') return [iconv.decode(Buffer.from(row, 'utf8'), 'win1252')];
  return [row];
}

function takeOrders(kit: Kit, folder: string, floor: Floor): void {
  takeFiles(folder, {
    pattern: /^ORD_.*\.csv$/i,
    done: 'hecho',
    error: 'error',
    why: '.txt',
    take(content) {
      const orders = readOrders(content);
      if (typeof orders === 'string') {
        kit.write([], [{ received: 'orders', outcome: 'rejected' }]);
        return orders;
      }
      for (const { order, state } of orders) {
        const outcome = floor.take(order, state) === 'created' ? 'accepted' : 'repeated';
        kit.write([], [{ received: 'orders', outcome }]);
      }
      return undefined;
    },
  });
}
