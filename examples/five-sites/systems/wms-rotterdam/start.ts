import { createHmac } from 'node:crypto';
import { type Bin, countNowAndThen, fillBins, type Hold, holdBin, moveBins } from '../plumbing/bins.ts';
import { type Dock, type DockHabits, type DockTold, openDock } from '../plumbing/dock.ts';
import type { DockOrder } from '../plumbing/dockWork.ts';
import { type Fields, isFields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import { jsonBody, openHttpDoor, type Reply, type Request } from '../plumbing/httpDoor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import { withOffset } from '../plumbing/localTime.ts';
import { pushChange, sendOutbox } from '../plumbing/push.ts';
import type { Change } from '../plumbing/store.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { euProduct, paddedTo } from '../world/keys.ts';
import { makeWorld } from '../world/world.ts';
import { eventOf } from './events.ts';

const key = 'rotterdam-key';
const secret = 'rotterdam-webhook-secret';
const kept = 50_000;
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
  ],
  unknownItem: '79999999',
  unknownDelivery: '89999999',
  repad: (item) => paddedTo(item, 18),
};

/** A warehouse in the cloud: REST, and webhooks for what happened. */
export const start: StartSystem = async (options) => {
  const kit = openKit('wms-rotterdam', options);
  fill(kit);
  const dock = openDock(kit, habits, (told) => [
    ...told.flatMap(keep),
    ...pushesOf(told),
    ...moveBins(kit, told),
  ]);
  countNowAndThen(kit, dock);
  sendOutbox(kit);
  const door = await openHttpDoor({
    port: kit.port,
    weather: kit.weather,
    guard: (request) =>
      request.headers['x-api-key'] === key ? undefined : { status: 401, body: { error: 'key' } },
    routes: [
      ['PUT', /^\/api\/v2\/outbound-orders\/([\w-]+)$/, (request) => putOrder(kit, dock, request)],
      ['PUT', /^\/api\/v2\/holds\/([^/]+)$/, (request) => putHold(kit, request)],
      ['GET', /^\/api\/v2\/stock$/, (request) => stockPage(kit, request)],
      ['GET', /^\/api\/v2\/(movement|milestone)s$/, (request) => eventPage(kit, request)],
    ],
  });
  kit.onStop(door.close);
  const url = `http://127.0.0.1:${door.port}/api/v2`;
  return kit.run({ WMS_ROTTERDAM_URL: url, WMS_ROTTERDAM_KEY: key, WMS_ROTTERDAM_WEBHOOK_SECRET: secret });
};

function fill(kit: Kit): void {
  const rows = makeWorld(kit.options.seed).stock.filter((row) => row.site === 'rotterdam');
  fillBins(
    kit,
    rows.map((row) => ({
      item: euProduct(row.item),
      quantity: row.quantity,
      reserved: 0,
      unit: 'PCE',
      countedAt: Date.now(),
    })),
  );
}

function keep(told: DockTold): Change[] {
  const name = `${told.kind}s`;
  return [
    { in: name, key: String(told.n), value: eventOf(told) },
    { in: name, key: String(told.n - kept) },
  ];
}

/** Movements of one step go together in one webhook, milestones in another. */
function pushesOf(told: DockTold[]): Change[] {
  return (['movement', 'milestone'] as const).flatMap((kind) => {
    const events = told.filter((event) => event.kind === kind);
    if (events.length === 0) return [];
    const body = JSON.stringify(events.map(eventOf));
    const id = `${kind}-${events[0]!.n}`;
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'x-wms-delivery': id,
      'x-wms-signature': signature,
    };
    const twice = events.some((event) => event.dirt === 'duplicate');
    return [pushChange({ id, path: `/in/wms-rotterdam/${kind}s`, headers, body, twice })];
  });
}

function putOrder(kit: Kit, dock: Dock, request: Request): Reply {
  const answer = (status: number, body: Fields): Reply => {
    const outcome = status === 201 ? 'accepted' : status === 200 ? 'repeated' : 'rejected';
    kit.write([], [{ received: 'deliveries', outcome }]);
    return { status, body };
  };
  const body = jsonBody(request);
  if (!isFields(body)) return answer(400, { error: 'not JSON' });
  const order = readOrder(request.groups[0]!, body);
  if (typeof order === 'string') return answer(422, { error: order });
  const outcome = dock.take(order, body['action'] === 'cancel' ? 'cancel' : 'ship');
  if (outcome === 'begun') return answer(409, { error: 'picked already' });
  if (outcome === 'unknown') return answer(422, { error: 'nothing to cancel' });
  return answer(outcome === 'created' ? 201 : 200, { delivery: order.delivery });
}

function readOrder(delivery: string, body: Fields): DockOrder | string {
  const lines = listOf(body['lines']).map((line) => ({
    line: textOf(line['line']),
    item: textOf(line['sku']),
    quantity: numberOf(line['qty']) ?? Number.NaN,
    unit: textOf(line['uom']),
  }));
  if (body['action'] !== 'cancel' && lines.length === 0) return 'lines';
  const wrong = lines.find((line) => !(line.quantity > 0) || line.unit !== 'PCE' || line.item === '');
  if (wrong) return `line ${wrong.line}: sku, qty or uom`;
  return { delivery, customer: textOf(body['customer']), salesOrder: textOf(body['salesOrder']), lines };
}

const holdStates = ['hold', 'released', 'scrapped'] as const;

function putHold(kit: Kit, request: Request): Reply {
  const reference = request.groups[0]!;
  const body = jsonBody(request);
  const hold = isFields(body) ? readHold(body) : 'not JSON';
  const outcome = typeof hold === 'string' ? hold : holdBin(kit, reference, hold);
  const isDone = outcome === 'created' || outcome === 'updated';
  const told = !isDone ? 'rejected' : outcome === 'created' ? 'accepted' : 'repeated';
  kit.write(
    kit.journal.note({
      took: 'holds',
      id: reference,
      state: isFields(body) ? textOf(body['state']) : '',
      outcome: told,
    }),
    [{ received: 'holds', outcome: told }],
  );
  if (isDone) return { status: outcome === 'created' ? 201 : 200, body: { hold: reference } };
  return outcome === 'ended'
    ? { status: 409, body: { error: 'no longer held' } }
    : { status: 422, body: { error: outcome === 'unknown' ? 'sku or hold is unknown' : outcome } };
}

function readHold(body: Fields): Hold | string {
  const state = holdStates.find((each) => each === body['state']);
  if (state === undefined) return 'state';
  const quantity = numberOf(body['qty']);
  if (state === 'hold' && !(quantity! > 0 && body['uom'] === 'PCE')) return 'qty or uom';
  return { item: textOf(body['sku']), quantity: quantity ?? 0, state };
}

function stockPage(kit: Kit, request: Request): Reply {
  const size = Math.min(500, Number(request.query.get('size') ?? 200) || 200);
  const page = Math.max(1, Number(request.query.get('page') ?? 1) || 1);
  const bins = [
    ...[...kit.store.collection<Bin>('bins').values()].map((bin) => ({ ...bin, status: 'available' })),
    ...[...kit.store.collection<Bin>('held').values()].map((bin) => ({ ...bin, status: 'hold' })),
  ];
  const items = bins.slice((page - 1) * size, page * size).map((bin) => ({
    sku: bin.item,
    bin: 'R-01-01',
    qty: bin.quantity,
    reserved: bin.reserved,
    uom: bin.unit,
    status: bin.status,
    countedAt: withOffset(bin.countedAt, 'Europe/Amsterdam'),
  }));
  return { status: 200, body: { items, page, pages: Math.ceil(bins.length / size) } };
}

function eventPage(kit: Kit, request: Request): Reply {
  const kind = request.groups[0]!;
  const events = kit.store.collection<Fields>(`${kind}s`);
  const highest = kit.store.collection<number>('numbers').get(kind) ?? 0;
  const after = Math.max(Number(request.query.get('after') ?? 0) || 0, highest - kept);
  const last = Math.min(highest, after + 200);
  const items: Fields[] = [];
  for (let id = after + 1; id <= last; id++) items.push(events.get(String(id))!);
  return { status: 200, body: { items, next: Math.max(after, last) } };
}
