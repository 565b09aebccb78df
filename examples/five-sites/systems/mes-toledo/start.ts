import { type Fields, isFields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import { type Floor, openFloor } from '../plumbing/floor.ts';
import { jsonBody, openHttpDoor, type Reply, type Request } from '../plumbing/httpDoor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import type { ShopOrder } from '../plumbing/shopWork.ts';
import type { Change } from '../plumbing/store.ts';
import type { StartSystem } from '../plumbing/system.ts';
import type { Habits, Told } from '../plumbing/told.ts';
import { unpadded } from '../world/keys.ts';
import { eventOf } from './events.ts';

const key = 'toledo-key';
const units = new Set(['EACH', 'KILO', 'METER', 'LITER']);
const kept = 50_000;
const habits: Habits = {
  reasons: [
    'unit-unknown',
    'item-unknown',
    'order-unknown',
    'quantity-negative',
    'decimal-comma',
    'date-zero',
    'padding',
    'late',
    'future',
  ],
  unknownItem: '000000000000999999',
  unknownOrder: '0009999999',
  unknownUnit: '???',
  repad: unpadded,
};

/** A young MES that is polled over REST. */
export const start: StartSystem = async (options) => {
  const kit = openKit('mes-toledo', options);
  const floor = openFloor(kit, habits, (told) => told.flatMap(keep));
  const door = await openHttpDoor({
    port: kit.port,
    weather: kit.weather,
    guard: (request) =>
      request.headers['x-api-key'] === key ? undefined : { status: 401, body: { error: 'key' } },
    routes: [
      ['GET', /^\/events\/(confirmation|movement|hold)s$/, (request) => page(kit, request)],
      ['PUT', /^\/work-orders\/(\w+)$/, (request) => putOrder(kit, floor, request)],
      ['GET', /^\/work-orders\/(\w+)$/, (request) => getOrder(floor, request)],
    ],
  });
  kit.onStop(door.close);
  return kit.run({ MES_TOLEDO_URL: `http://127.0.0.1:${door.port}`, MES_TOLEDO_KEY: key });
};

function keep(told: Told): Change[] {
  const name = `${told.kind}s`;
  return [
    { in: name, key: String(told.n), value: eventOf(told) },
    { in: name, key: String(told.n - kept) },
  ];
}

function page(kit: Kit, request: Request): Reply {
  const events = kit.store.collection<Fields>(`${request.groups[0]}s`);
  const highest = kit.store.collection<number>('numbers').get(request.groups[0]!) ?? 0;
  const after = Math.max(Number(request.query.get('after') ?? 0) || 0, highest - kept);
  const last = Math.min(highest, after + Math.min(1000, Number(request.query.get('limit') ?? 200) || 200));
  const list: Fields[] = [];
  for (let seq = after + 1; seq <= last; seq++) list.push(events.get(String(seq))!);
  return { status: 200, body: { events: list, last: Math.max(after, last), more: last < highest } };
}

function putOrder(kit: Kit, floor: Floor, request: Request): Reply {
  const body = jsonBody(request);
  const order = isFields(body) ? readOrder(request.groups[0]!, body) : 'not JSON';
  const reject = (status: number, message: string): Reply => {
    kit.write([], [{ received: 'orders', outcome: status === 409 ? 'repeated' : 'rejected' }]);
    return { status, body: { error: message } };
  };
  if (typeof order === 'string') return reject(422, order);
  const state = textOf((body as Fields)['state']);
  if (state !== 'released' && state !== 'planned' && state !== 'cancelled') return reject(422, 'state');
  const outcome = floor.take(order, state);
  if (outcome === 'begun') return reject(409, 'work has begun');
  kit.write([], [{ received: 'orders', outcome: outcome === 'created' ? 'accepted' : 'repeated' }]);
  return { status: outcome === 'created' ? 201 : 200, body: { number: order.number, state } };
}

function readOrder(number: string, body: Fields): ShopOrder | string {
  const quantity = numberOf(body['quantity']);
  const unit = textOf(body['unit']);
  if (quantity === undefined || quantity <= 0) return 'quantity';
  if (!units.has(unit)) return `unit ${unit}`;
  const components = listOf(body['materials']).map((part) => ({
    line: textOf(part['position']),
    item: textOf(part['item']),
    quantity: numberOf(part['quantity']) ?? Number.NaN,
    unit: textOf(part['unit']),
  }));
  const wrong = components.find((part) => !(part.quantity > 0) || !units.has(part.unit));
  if (wrong) return `material ${wrong.line}`;
  const operations = listOf(body['operations']).map((operation) => textOf(operation['operation']));
  return { number, item: textOf(body['item']), quantity, unit, components, operations };
}

function getOrder(floor: Floor, request: Request): Reply {
  const entry = floor.orders.get(request.groups[0]!);
  return entry
    ? { status: 200, body: { ...entry.order, state: entry.state } }
    : { status: 404, body: { error: 'unknown' } };
}
