import { random } from '../world/prng.ts';
import type { Dock, DockTold } from './dock.ts';
import type { Kit } from './kit.ts';
import type { Change } from './store.ts';

export interface Bin {
  item: string;
  quantity: number;
  reserved: number;
  unit: string;
  countedAt: number;
}

/** What lies in the warehouse, by its own item numbers; filled once, then moved by what the dock tells. */
export function fillBins(kit: Kit, bins: Bin[]): void {
  if (kit.store.collection('bins').size > 0) return;
  kit.write(bins.flatMap((bin) => put(kit, bin)));
}

function put(kit: Kit, bin: Bin): Change[] {
  const note = kit.journal.note({ told: 'stock', id: bin.item, state: String(bin.quantity) });
  return [{ in: 'bins', key: bin.item, value: bin }, ...note];
}

const low = 20;

/** Shipments leave the bins; what runs low is delivered from the plants at once. */
export function moveBins(kit: Kit, told: DockTold[]): Change[] {
  const changed = new Map<string, Bin>();
  const bins = kit.store.collection<Bin>('bins');
  for (const event of told) {
    if (
      event.kind !== 'movement' ||
      event.type === 'pick' ||
      (event.dirt !== undefined && event.dirt !== 'late' && event.dirt !== 'duplicate')
    )
      continue;
    const bin = changed.get(event.item) ?? bins.get(event.item);
    if (bin === undefined) continue;
    const isShipped = event.type === 'ship';
    const left = bin.quantity + (isShipped ? -event.quantity : event.quantity);
    const quantity = left < (isShipped ? low : 0) ? left + 200 : left;
    changed.set(event.item, { ...bin, quantity, countedAt: event.entered });
  }
  return [...changed.values()].flatMap((bin) => put(kit, bin));
}

/** Somebody counts a bin now and then, and finds a little more or less than the books say. */
export function countNowAndThen(kit: Kit, dock: Dock): void {
  kit.every(1000, () => {
    if (kit.weather.cut || Math.random() >= kit.options.rate / 200) return;
    const bins = [...kit.store.collection<Bin>('bins').values()];
    const n = kit.number('movement').value;
    const r = random(kit.options.seed, kit.name, 'count', n);
    const { item, unit } = r.pick(bins);
    dock.tell([
      {
        kind: 'movement',
        type: 'count',
        delivery: '',
        line: '',
        item,
        quantity: r.pick([-3, -2, -1, 1, 2]),
        unit,
      },
    ]);
  });
}
