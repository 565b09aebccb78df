import { type Bin, countNowAndThen, fillBins, holdBin, moveBins } from '../plumbing/bins.ts';
import { type DockHabits, type DockTold, openDock } from '../plumbing/dock.ts';
import { drop, openDrops, takeFiles } from '../plumbing/drops.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { naItem, paddedTo, unpadded } from '../world/keys.ts';
import { makeWorld } from '../world/world.ts';
import { type FileHold, readHolds } from './holds.ts';
import { type FileKind, headOf, lineOf, localText, stockLine } from './lines.ts';
import { readDeliveries } from './orders.ts';

const habits: DockHabits = {
  reasons: [
    'unit-unknown',
    'item-unknown',
    'delivery-unknown',
    'date-zero',
    'padding',
    'duplicate',
    'late',
    'future',
    'truncated',
  ],
  unknownItem: '999999',
  unknownDelivery: '8999999',
  repad: (item) => paddedTo(item, 18),
};
const snapshotMs = 60_000;

/** A warehouse of the mainframe days: fixed-width files, pounds and dozens. */
export const start: StartSystem = async (options) => {
  const kit = openKit('wms-columbus', options);
  const folders = openDrops(kit);
  fill(kit);
  const dock = openDock(kit, habits, (told) => [
    ...told.map((event) => ({ in: `lines-${event.kind}`, key: String(event.n), value: event })),
    ...moveBins(kit, told),
  ]);
  countNowAndThen(kit, dock);
  kit.every(400, () => {
    if (kit.weather.cut) return;
    dropTold(kit, folders.out, 'movement', 'MOV');
    dropTold(kit, folders.out, 'milestone', 'MIL');
    dropSnapshot(kit, folders.out);
  });
  kit.every(200, () => {
    if (kit.weather.cut) return;
    takeRecords(kit, folders.in, /^DLV.*\.txt$/i, 'deliveries', readDeliveries, (deliveries) => {
      for (const { order, action } of deliveries) {
        const outcome = dock.take(order, action) === 'created' ? 'accepted' : 'repeated';
        kit.write([], [{ received: 'deliveries', outcome }]);
      }
      return undefined;
    });
    takeRecords(kit, folders.in, /^HLD.*\.txt$/i, 'holds', readHolds, (holds) => {
      const refused = holds.filter((hold) => !keepHold(kit, hold)).map(({ reference }) => reference);
      dropStock(kit, folders.out, new Set(holds.map(({ hold }) => hold.item)));
      return refused.length > 0 ? `not held, or unknown: ${refused.join(' ')}` : undefined;
    });
  });
  return kit.run(
    { WMS_COLUMBUS_OUT: folders.out, WMS_COLUMBUS_IN: folders.in },
    { slow: false, throttle: false },
  );
};

/** Takes the files of one kind; one that cannot be read, or of which something is not kept, is put aside with the reason. */
function takeRecords<T>(
  kit: Kit,
  folder: string,
  pattern: RegExp,
  received: string,
  read: (text: string) => T[] | string,
  keep: (records: T[]) => string | undefined,
): void {
  takeFiles(folder, {
    ...{ pattern, done: 'DONE', error: 'ERR', why: '.log' },
    take(content) {
      const records = read(content.toString('ascii'));
      if (typeof records !== 'string') return keep(records);
      kit.write([], [{ received, outcome: 'rejected' }]);
      return records;
    },
  });
}

function fill(kit: Kit): void {
  const rows = makeWorld(kit.options.seed).stock.filter((row) => row.site === 'columbus');
  fillBins(
    kit,
    rows.map((row) => ({
      item: unpadded(naItem(row.item)),
      quantity: row.quantity,
      reserved: 0,
      unit: 'EA',
      countedAt: Date.now(),
    })),
  );
}

/** The file appears before its lines are forgotten: after a crash they are told again, with the same ids. */
function dropTold(kit: Kit, folder: string, kind: DockTold['kind'], file: FileKind): void {
  const waiting = [...kit.store.collection<DockTold>(`lines-${kind}`).entries()].slice(0, 500);
  if (waiting.length === 0) return;
  const events = waiting.map(([, told]) => told);
  const whole = events
    .filter((told) => told.dirt !== 'truncated')
    .flatMap((told) => (told.dirt === 'duplicate' ? [lineOf(told), lineOf(told)] : [lineOf(told)]));
  const cut = events.filter((told) => told.dirt === 'truncated').map((told) => lineOf(told).slice(0, 41));
  dropFile(
    kit,
    folder,
    file,
    whole,
    cut.join('\r\n'),
    waiting.map(([key]) => ({ in: `lines-${kind}`, key })),
  );
}

function keepHold(kit: Kit, { reference, hold }: FileHold): boolean {
  const outcome = holdBin(kit, reference, hold);
  const isDone = outcome === 'created' || outcome === 'updated';
  const told = !isDone ? 'rejected' : outcome === 'created' ? 'accepted' : 'repeated';
  kit.write(kit.journal.note({ took: 'holds', id: reference, state: hold.state, outcome: told }), [
    { received: 'holds', outcome: told },
  ]);
  return isDone;
}

/** Once a minute all that is in the bins; of what is held or freed at once. */
function dropSnapshot(kit: Kit, folder: string): void {
  const last = kit.store.collection<number>('snapshot').get('at') ?? 0;
  if (Date.now() - last < snapshotMs) return;
  dropStock(kit, folder);
  kit.write([{ in: 'snapshot', key: 'at', value: Date.now() }]);
}

function dropStock(kit: Kit, folder: string, items?: ReadonlySet<string>): void {
  const linesOf = (collection: string, status: '' | 'H') =>
    [...kit.store.collection<Bin>(collection).values()]
      .filter(({ item }) => items?.has(item) ?? true)
      .map((bin) => stockLine({ ...bin, countedAt: Date.now() }, status));
  dropFile(kit, folder, 'STK', [...linesOf('bins', ''), ...linesOf('held', 'H')], '', []);
}

function dropFile(
  kit: Kit,
  folder: string,
  kind: FileKind,
  lines: string[],
  rest: string,
  done: Parameters<Kit['write']>[0],
): void {
  const { value, change } = kit.number(`file-${kind}`);
  const now = Date.now();
  const text = [headOf(kind, value, now), ...lines].map((line) => `${line}\r\n`).join('') + rest;
  drop(
    folder,
    `${kind}${localText(now)}_${String(value).padStart(6, '0')}.txt`,
    Buffer.from(text, 'ascii'),
    '.part',
  );
  kit.write([change, ...done]);
}
