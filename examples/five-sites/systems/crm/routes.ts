import { type Fields, isFields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import { jsonBody, type Reply, type Request, type Route } from '../plumbing/httpDoor.ts';
import { once } from '../plumbing/idempotency.ts';
import type { Kit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';
import { changeOrder, enterOrder } from './orders.ts';

const bulkLimit = 100;
const milestones = new Set(['preparing', 'loaded', 'in_transit', 'delivered']);
const invoiceStates = new Set(['open', 'paid']);
const units = new Set(['pcs', 'kg', 'm', 'l', 'dozen']);

export function routes(kit: Kit): Route[] {
  return [
    ['GET', /^\/v1\/(accounts|products|orders)$/, (request) => list(kit, request)],
    ['GET', /^\/v1\/orders\/(\w+)$/, (request) => one(kit, request)],
    ['PATCH', /^\/v1\/orders\/(\w+)$/, (request) => once(kit, request, () => patchOrder(kit, request))],
    [
      'PUT',
      /^\/v1\/orders\/(\w+)\/parts\/([\w.-]+)$/,
      (request) => once(kit, request, () => putPart(kit, request)),
    ],
    ['GET', /^\/v1\/parts$/, (request) => ofOrder(kit, request, 'parts')],
    ['POST', /^\/v1\/orders$/, (request) => once(kit, request, () => postOrder(kit, request))],
    [
      'POST',
      /^\/v1\/orders\/(\w+)\/cancel$/,
      (request) => once(kit, request, () => cancelOrder(kit, request)),
    ],
    [
      'POST',
      /^\/v1\/stock-levels$/,
      (request) => once(kit, request, () => many(kit, request, 'stock levels', stockLevel)),
    ],
    [
      'POST',
      /^\/v1\/shipment-milestones$/,
      (request) => once(kit, request, () => many(kit, request, 'milestones', milestone)),
    ],
    ['PUT', /^\/v1\/invoices\/(\w+)$/, (request) => once(kit, request, () => putInvoice(kit, request))],
    ['GET', /^\/v1\/invoices$/, (request) => ofOrder(kit, request, 'invoices')],
    [
      'GET',
      /^\/v1\/stock-levels$/,
      () => ({ status: 200, body: { data: [...kit.store.collection('stockLevels').values()] } }),
    ],
    ['GET', /^\/v1\/shipment-milestones$/, (request) => ofOrder(kit, request, 'milestones')],
  ];
}

/** Oldest change first; the page token names the last record given. */
function list(kit: Kit, request: Request): Reply {
  const { query } = request;
  const since = query.get('updated_since') ?? '';
  const limit = Math.min(500, Number(query.get('limit') ?? 100) || 100);
  const token = Buffer.from(query.get('page_token') ?? '', 'base64url').toString();
  const place = (record: Fields) => `${record['updated_at']} ${record['id'] ?? record['sku']}`;
  const found = [...kit.store.collection<Fields>(request.groups[0]!).values()].filter(
    (record) => String(record['updated_at']) >= since && place(record) > token,
  );
  found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const data = found.slice(0, limit);
  const next = found.length > limit ? Buffer.from(place(data.at(-1)!)).toString('base64url') : null;
  return { status: 200, body: { data, next_page_token: next } };
}

function one(kit: Kit, request: Request): Reply {
  const order = kit.store.collection<Fields>('orders').get(request.groups[0]!);
  return order === undefined
    ? { status: 404, body: { error: 'not_found', message: 'order' } }
    : { status: 200, body: order };
}

/** As sales people enter one. */
function postOrder(kit: Kit, request: Request): Reply {
  const body = jsonBody(request);
  if (!isFields(body)) return invalid('body');
  if (!kit.store.collection('accounts').has(textOf(body['account_id']))) return invalid('account_id');
  const lines = listOf(body['lines']);
  const products = kit.store.collection('products');
  const wrong = lines.find((line) => !products.has(textOf(line['sku'])) || !(Number(line['quantity']) > 0));
  if (lines.length === 0 || wrong !== undefined) return invalid('lines');
  return { status: 201, body: enterOrder(kit, body) };
}

function cancelOrder(kit: Kit, request: Request): Reply {
  const id = request.groups[0]!;
  return kit.store.collection('orders').has(id)
    ? { status: 200, body: changeOrder(kit, id, 'cancelled') }
    : { status: 404, body: { error: 'not_found', message: 'order' } };
}

function patchOrder(kit: Kit, request: Request): Reply {
  const body = jsonBody(request);
  const order = kit.store.collection<Fields>('orders').get(request.groups[0]!);
  if (order === undefined) return { status: 404, body: { error: 'not_found', message: 'order' } };
  if (!isFields(body)) return invalid('body');
  const { fulfilment = order['fulfilment'], shipments = order['shipments'] } = body;
  const changed = {
    ...order,
    fulfilment,
    shipments,
    updated_at: new Date().toISOString(),
    updated_by: 'integration',
  };
  kit.write(
    [
      { in: 'orders', key: String(order['id']), value: changed },
      ...kit.journal.note({
        took: 'order updates',
        id: String(order['number']),
        state: textOf(fulfilment),
        outcome: 'accepted',
      }),
    ],
    [{ received: 'order updates', outcome: 'accepted' }],
  );
  return { status: 200, body: changed };
}

/** Of an order that is shipped from several places, how far one of them is. */
function putPart(kit: Kit, request: Request): Reply {
  const body = jsonBody(request);
  const [order_id = '', number = ''] = request.groups;
  if (!kit.store.collection('orders').has(order_id))
    return { status: 404, body: { error: 'not_found', message: 'order' } };
  if (!isFields(body)) return invalid('body');
  const part = { ...body, order_id, number };
  const note = kit.journal.note({
    took: 'order parts',
    id: number,
    state: textOf(body['state']),
    outcome: 'accepted',
  });
  kit.write(
    [{ in: 'parts', key: number, value: part }, ...note],
    [{ received: 'order parts', outcome: 'accepted' }],
  );
  return { status: 200, body: part };
}

/** What a record changes; nothing when it is known already; the wrong field when it is refused. */
type Taken = { change: Change } | 'known' | { wrong: string };

/** All of the array or nothing. */
function many(
  kit: Kit,
  request: Request,
  received: string,
  take: (kit: Kit, record: Fields) => Taken,
): Reply {
  const body = jsonBody(request);
  const records = Array.isArray(body) ? body : [body];
  if (records.length > bulkLimit || !records.every(isFields)) return invalid('body');
  const taken = records.map((record) => take(kit, record));
  const wrong = taken.find((one) => typeof one === 'object' && 'wrong' in one);
  if (wrong !== undefined) {
    kit.write([], [{ received, outcome: 'rejected' }]);
    return invalid((wrong as { wrong: string }).wrong);
  }
  const changes = taken.flatMap((one) => (typeof one === 'object' && 'change' in one ? [one.change] : []));
  const counts = taken.map(
    (one) => ({ received, outcome: one === 'known' ? 'repeated' : 'accepted' }) as const,
  );
  const notes = (records as Fields[]).flatMap((record, i) =>
    kit.journal.note({
      took: received,
      id: textOf(record['id']) || `${textOf(record['sku'])}~${textOf(record['site'])}`,
      outcome: counts[i]!.outcome,
    }),
  );
  kit.write([...changes, ...notes], counts);
  return { status: 200, body: { accepted: changes.length, known: records.length - changes.length } };
}

function stockLevel(kit: Kit, record: Fields): Taken {
  const sku = textOf(record['sku']);
  const key = `${sku}~${textOf(record['site'])}`;
  if (!kit.store.collection('products').has(sku)) return { wrong: 'sku' };
  if (numberOf(record['available']) === undefined) return { wrong: 'available' };
  if (!units.has(textOf(record['unit']))) return { wrong: 'unit' };
  if (Number.isNaN(Date.parse(textOf(record['as_of'])))) return { wrong: 'as_of' };
  const known = kit.store.collection<Fields>('stockLevels').get(key);
  if (known !== undefined && String(known['as_of']) >= String(record['as_of'])) return 'known';
  return { change: { in: 'stockLevels', key, value: record } };
}

function milestone(kit: Kit, record: Fields): Taken {
  const id = textOf(record['id']);
  if (id === '') return { wrong: 'id' };
  if (!milestones.has(textOf(record['milestone']))) return { wrong: 'milestone' };
  const order = orderOf(kit, record);
  if (order === undefined) return { wrong: 'order_id' };
  if (kit.store.collection('milestones').has(id)) return 'known';
  return { change: { in: 'milestones', key: id, value: { ...record, order_id: order['id'] } } };
}

function orderOf(kit: Kit, record: Fields): Fields | undefined {
  const orders = kit.store.collection<Fields>('orders');
  const number = textOf(record['order_number']);
  return (
    orders.get(textOf(record['order_id'])) ?? orders.get(`ord_${number.split('-').at(-1)?.padStart(8, '0')}`)
  );
}

/** An invoice as it now is. */
function putInvoice(kit: Kit, request: Request): Reply {
  const body = jsonBody(request);
  if (!isFields(body)) return invalid('body');
  const number = request.groups[0]!;
  const order = orderOf(kit, body);
  const answer = (wrong?: string): Reply => {
    const outcome = wrong === undefined ? 'accepted' : 'rejected';
    const invoice = { ...body, number, order_id: order?.['id'] };
    const note = kit.journal.note({ took: 'invoices', id: number, state: textOf(body['status']), outcome });
    kit.write(
      [...(wrong === undefined ? [{ in: 'invoices', key: number, value: invoice }] : []), ...note],
      [{ received: 'invoices', outcome }],
    );
    return wrong === undefined ? { status: 200, body: invoice } : invalid(wrong);
  };
  if (order === undefined) return answer('order_id');
  if (numberOf(body['amount']) === undefined) return answer('amount');
  return answer(invoiceStates.has(textOf(body['status'])) ? undefined : 'status');
}

function ofOrder(kit: Kit, request: Request, collection: 'invoices' | 'milestones' | 'parts'): Reply {
  const order = request.query.get('order_id');
  const all = [...kit.store.collection<Fields>(collection).values()];
  return {
    status: 200,
    body: { data: order === null ? all : all.filter((record) => record['order_id'] === order) },
  };
}

function invalid(field: string): Reply {
  return {
    status: 422,
    body: { error: 'validation_failed', message: `${field} is missing or not valid`, field },
  };
}
