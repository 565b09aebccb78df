import { type Fields, listOf, textOf } from '../plumbing/fields.ts';
import type { Reply } from '../plumbing/httpDoor.ts';
import { netTotal } from './amounts.ts';
import type { Book, Entry } from './book.ts';
import { ODataError } from './errors.ts';
import { cancelProduction } from './production.ts';
import { type ODataSet, sets } from './sets.ts';
import { cancelDeliveries } from './shipping.ts';

export interface WriteRequest {
  set: string;
  body: Fields;
  user: string;
  ifMatch?: string;
}

export const etagOf = (entry: Entry) => `W/"${entry.version}"`;

/** POST: a new record under a number of the ERP's own, which the location tells; 409 names the one that is already there. */
export function create(book: Book, request: WriteRequest): Reply {
  const existing = findAlike(book, request);
  if (existing !== undefined) throw new ODataError(409, 'GEN/409', 'It exists already', existing);
  const { key, reply } = insert(book, request);
  return { ...reply, headers: { ...reply.headers, location: `${request.set}('${key}')` } };
}

/** PUT by external reference: creates, or changes what is found by reference or by what identifies it. */
export function upsert(book: Book, request: WriteRequest, reference: string): Reply {
  const wanted = { ...request, body: { ...request.body, ExternalReference: reference } };
  const existing = findAlike(book, wanted);
  return existing === undefined
    ? insert(book, wanted).reply
    : change(book, { ...wanted, ifMatch: '*' }, existing);
}

function insert(book: Book, { set, body, user }: WriteRequest): { key: string; reply: Reply } {
  const definition = writable(set);
  const range = definition.write!.first(body);
  const key = book.number(range.range, range.from).padStart(range.width, '0');
  const record = { ...definition.write!.defaults(), ...clean(body), [definition.key]: key };
  definition.write!.check(book, record);
  const entry = book.put(set, key, set === 'SalesOrders' ? withItems(record) : record, user);
  note(book, definition.kind, record, body, 'accepted');
  definition.write!.created?.(book, key);
  book.count({ received: definition.kind, outcome: 'accepted' });
  return { key, reply: { status: 201, headers: { etag: etagOf(entry) }, body: entry.record } };
}

/** PATCH and PUT: the fields given replace what is there, lists whole. */
export function change(book: Book, { set, body, user, ifMatch }: WriteRequest, key: string): Reply {
  const definition = writable(set);
  const known = book.entry(set, key);
  if (known === undefined) throw new ODataError(404, 'GEN/404', `${set}('${key}') does not exist`);
  if (ifMatch === undefined) throw new ODataError(428, 'GEN/428', 'If-Match is required');
  if (ifMatch !== '*' && ifMatch !== etagOf(known))
    throw new ODataError(412, 'GEN/412', 'It was changed by somebody else');
  const given = set === 'SalesOrders' ? orderChange(book, known.record, clean(body), user) : clean(body);
  const record = { ...known.record, ...given, [definition.key]: key };
  definition.write!.check(book, record);
  const entry = book.put(set, key, record, user);
  definition.write!.changed?.(book, known.record, record);
  note(book, definition.kind, record, body, 'repeated');
  book.count({ received: definition.kind, outcome: 'repeated' });
  return { status: 200, headers: { etag: etagOf(entry) }, body: entry.record };
}

/** Under the sender's reference, with what of an order its customer may change. */
function note(
  book: Book,
  took: string,
  record: Fields,
  body: Fields,
  outcome: 'accepted' | 'repeated',
): void {
  const id = textOf(record['ExternalReference']);
  if (id === '') return;
  const state = body['OverallStatus'] === 'X' ? 'cancelled' : textOf(body['PurchaseOrderByCustomer']);
  book.note({ took, id, outcome, ...(took === 'salesOrders' && { state }) });
}

/** Once it is confirmed, only the customer's own number is changed; an order is cancelled until it is picked. */
function orderChange(book: Book, order: Fields, given: Fields, user: string): Fields {
  if (order['OverallStatus'] === 'X') return {};
  if (given['OverallStatus'] === 'X') {
    if (!cancelDeliveries(book, textOf(order['SalesOrder']), user))
      throw new ODataError(422, 'V1/555', 'The order ships already', 'OverallStatus');
    cancelProduction(book, textOf(order['SalesOrder']), user);
    return { OverallStatus: 'X' };
  }
  const { PurchaseOrderByCustomer = order['PurchaseOrderByCustomer'] } = given;
  if (order['OverallStatus'] !== 'A') return { PurchaseOrderByCustomer };
  return withItems({ ...given, OverallStatus: 'A' });
}

function withItems(record: Fields): Fields {
  if (record['Items'] === undefined) return record;
  const Items = listOf(record['Items']).map((item) => ({
    ConfirmedDeliveryDate: '',
    NetPrice: '0',
    ...item,
    Status: 'A',
  }));
  return { ...record, Items, TotalNetAmount: netTotal(Items) };
}

function writable(set: string): ODataSet {
  const definition = sets[set];
  if (definition?.write === undefined) throw new ODataError(405, 'GEN/405', `${set} cannot be written`);
  return definition;
}

/** What only the ERP sets. */
function clean(body: Fields): Fields {
  const { LastChangeDateTime, LastChangedByUser, CreationDateTime, ...rest } = body;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('@')));
}

function findAlike(book: Book, { set, body }: WriteRequest): string | undefined {
  const definition = writable(set);
  const full: Fields = { ...definition.write!.defaults(), ...body };
  for (const fields of definition.write!.alike) {
    if (fields.some((field) => textOf(full[field]) === '')) continue;
    for (const record of book.all(set))
      if (fields.every((field) => record[field] === full[field])) return textOf(record[definition.key]);
  }
  return undefined;
}
