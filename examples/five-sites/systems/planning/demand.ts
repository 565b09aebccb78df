import { type Fields, isFields, numberOf, textOf } from '../plumbing/fields.ts';
import { jsonBody, type Reply, type Request } from '../plumbing/httpDoor.ts';
import type { Kit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';
import { random } from '../world/prng.ts';

/** What planning asks to be made: a planner's forecast, or that stock fell below its reorder point. */
interface Signal {
  seq: number;
  kind: 'FORECAST' | 'REORDER';
  material: string;
  location: string;
  qty: string;
  uom: string;
  day: string;
  at: string;
}

/** Below `point` in a location, so much is to be made; once, until stock was at the point again. */
interface ReorderPoint {
  point: number;
  qty: string;
  uom: string;
  isSignalled: boolean;
}

const kept = 50_000;
const pageSize = 200;

export function postForecast(kit: Kit, request: Request): Reply {
  const body = jsonBody(request);
  if (!isFields(body)) return wrong('body');
  const field = ['material', 'location', 'uom'].find((name) => textOf(body[name]) === '');
  if (field !== undefined) return wrong(field);
  if (!((numberOf(body['qty']) ?? 0) > 0)) return wrong('qty');
  const { value, changes } = signal(kit, 'FORECAST', body);
  kit.write(changes, [{ emitted: 'signals' }]);
  return { status: 201, body: { seq: value.seq } };
}

export function putReorderPoint(kit: Kit, request: Request): Reply {
  const body = jsonBody(request);
  if (!isFields(body) || numberOf(body['point']) === undefined || numberOf(body['qty']) === undefined)
    return wrong('point or qty');
  const [material, location] = request.groups;
  const value: ReorderPoint = {
    ...{ point: numberOf(body['point'])!, qty: textOf(body['qty']), uom: textOf(body['uom']) },
    isSignalled: false,
  };
  const key = `${material} ${location}`;
  kit.write([{ in: 'reorderPoints', key, value }]);
  const { changes, counts } = reorder(kit, [{ material, location }]);
  kit.write(changes, counts);
  return { status: 200, body: {} };
}

export function signalPage(kit: Kit, request: Request): Reply {
  const signals = kit.store.collection<Signal>('signals');
  const highest = kit.store.collection<number>('numbers').get('signal') ?? 0;
  const after = Math.max(Number(request.query.get('after') ?? 0) || 0, highest - kept);
  const last = Math.min(highest, after + pageSize);
  const list: Signal[] = [];
  for (let seq = after + 1; seq <= last; seq++) list.push(signals.get(String(seq))!);
  return { status: 200, body: { signals: list, last: Math.max(after, last) } };
}

/** What is to be made anew, now that this is known of stock. */
export function reorder(
  kit: Kit,
  told: readonly Fields[],
): { changes: Change[]; counts: { emitted: string }[] } {
  const points = kit.store.collection<ReorderPoint>('reorderPoints');
  const places = new Set(told.map(({ material, location }) => `${textOf(material)} ${textOf(location)}`));
  const changes: Change[] = [];
  const counts: { emitted: string }[] = [];
  for (const key of places) {
    const point = points.get(key);
    if (point === undefined) continue;
    const [material = '', location = ''] = key.split(' ');
    const isLow = onHand(kit, material, location) < point.point;
    if (isLow === point.isSignalled) continue;
    changes.push({ in: 'reorderPoints', key, value: { ...point, isSignalled: isLow } });
    if (!isLow) continue;
    const made = signal(kit, 'REORDER', { material, location, ...point }, counts.length);
    changes.push(...made.changes);
    counts.push({ emitted: 'signals' });
  }
  return { changes, counts };
}

/** Planners ask now and then for more of what a plant makes. */
export function forecastNowAndThen(kit: Kit): void {
  kit.every(1000, () => {
    if (kit.weather.cut || Math.random() >= kit.options.rate / 200) return;
    const receipts = [...kit.store.collection<Fields>('movements').values()].filter(
      ({ kind }) => kind === 'productionReceipt',
    );
    if (receipts.length === 0) return;
    const r = random(kit.options.seed, kit.name, 'forecast', kit.number('signal').value);
    const { material, location, uom } = r.pick(receipts);
    const { changes } = signal(kit, 'FORECAST', { material, location, uom, qty: String(r.int(10, 40)) });
    kit.write(changes, [{ emitted: 'signals' }]);
  });
}

function onHand(kit: Kit, material: string, location: string): number {
  let sum = 0;
  for (const stock of kit.store.collection<Fields>('inventory').values())
    if (
      stock['material'] === material &&
      stock['location'] === location &&
      stock['status'] === 'unrestricted'
    )
      sum += Number(stock['onHand']);
  return sum;
}

function signal(
  kit: Kit,
  kind: Signal['kind'],
  { material, location, qty, uom }: Fields,
  earlier = 0,
): { value: Signal; changes: Change[] } {
  const seq = kit.number('signal').value + earlier;
  const now = new Date().toISOString();
  const value: Signal = {
    ...{ seq, kind, material: textOf(material), location: textOf(location), qty: textOf(qty) },
    ...{ uom: textOf(uom), day: now.slice(0, 10), at: now },
  };
  return {
    value,
    changes: [
      { in: 'numbers', key: 'signal', value: seq },
      { in: 'signals', key: String(seq), value },
      { in: 'signals', key: String(seq - kept) },
    ],
  };
}

function wrong(field: string): Reply {
  return { status: 422, body: { code: 'E_FIELD', text: `${field} is missing or not valid`, field } };
}
