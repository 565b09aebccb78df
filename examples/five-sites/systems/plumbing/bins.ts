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

/** So much of a bin that is kept from being picked, under the sender's reference. */
export interface Hold {
  item: string;
  quantity: number;
  state: 'hold' | 'released' | 'scrapped';
}

export type HoldOutcome = 'created' | 'updated' | 'unknown' | 'ended';

/** Keeps stock from being picked, up to what lies there; later frees it, or it is scrapped. */
export function holdBin(kit: Kit, reference: string, { item, quantity, state }: Hold): HoldOutcome {
  const known = kit.store.collection<Hold>('holds').get(reference);
  if (known?.state === state) return 'updated';
  if (state === 'hold' && known === undefined) {
    const bin = kit.store.collection<Bin>('bins').get(item);
    if (bin === undefined) return 'unknown';
    const kept = Math.min(quantity, Math.max(0, bin.quantity));
    kit.write([
      { in: 'holds', key: reference, value: { item, quantity: kept, state } },
      ...put(kit, { ...bin, quantity: bin.quantity - kept, countedAt: Date.now() }),
      ...keepHeld(kit, bin, kept),
    ]);
    return 'created';
  }
  if (known === undefined) return 'unknown';
  if (known.state !== 'hold') return 'ended';
  const bin = kit.store.collection<Bin>('bins').get(known.item)!;
  const freed = state === 'released' ? known.quantity : 0;
  kit.write([
    { in: 'holds', key: reference, value: { ...known, state } },
    ...(freed > 0 ? put(kit, { ...bin, quantity: bin.quantity + freed, countedAt: Date.now() }) : []),
    ...keepHeld(kit, bin, -known.quantity),
  ]);
  return 'updated';
}

/** All that is held of an item: once it was, it is told for ever, also as nothing. */
function keepHeld(kit: Kit, { item, unit }: Bin, more: number): Change[] {
  const before = kit.store.collection<Bin>('held').get(item)?.quantity ?? 0;
  const value: Bin = { item, quantity: before + more, reserved: 0, unit, countedAt: Date.now() };
  const note = kit.journal.note({ told: 'stock', id: `${item}~hold`, state: String(value.quantity) });
  return [{ in: 'held', key: item, value }, ...note];
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
