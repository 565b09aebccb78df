import { type Fields, isFields, textOf } from '../plumbing/fields.ts';
import { jsonBody, openHttpDoor, type Reply, type Request } from '../plumbing/httpDoor.ts';
import { once } from '../plumbing/idempotency.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { makeWorld } from '../world/world.ts';
import { type Book, type Entry, openBook } from './book.ts';
import { bookConfirmation, bookMovement } from './bookings.ts';
import { doDueJobs } from './business.ts';
import { ODataError } from './errors.ts';
import { letPeopleWork } from './people.ts';
import { keepPeriods } from './periods.ts';
import { page } from './query.ts';
import { seed } from './seed.ts';
import { sets } from './sets.ts';
import { announceGoods } from './transfers.ts';
import { change, create, etagOf, upsert, type WriteRequest } from './write.ts';

const password = 'eu-erp-secret';

/** The ERP of Europe: an OData-like service with ETags, paging and a request limit. */
export const start: StartSystem = async (options) => {
  const kit = openKit('eu-erp', options);
  const world = makeWorld(options.seed);
  seed(kit, world);
  keepPeriods(kit);
  kit.every(100, () => {
    if (kit.weather.cut) return;
    doDueJobs(kit);
    if (Math.random() < (kit.options.rate / 50) * 0.1) letPeopleWork(kit, world);
  });
  const door = await openHttpDoor({
    port: kit.port,
    weather: kit.weather,
    perSecond: 200,
    tooMany: { error: { code: 'GW/429', message: 'Too many requests', details: [] } },
    headers: () => ({ 'odata-version': '4.0' }),
    guard: (request) =>
      userOf(request) === undefined ? new ODataError(401, 'GW/401', 'Log on first').reply : undefined,
    routes: routes(kit),
  });
  kit.onStop(door.close);
  const url = `http://127.0.0.1:${door.port}/odata/v4`;
  return kit.run({ EU_ERP_URL: url, EU_ERP_USER: 'LINESHAFT', EU_ERP_PASSWORD: password });
};

function userOf(request: Request): string | undefined {
  const [user, secret] = Buffer.from(
    (request.headers['authorization'] ?? '').replace(/^Basic /, ''),
    'base64',
  )
    .toString()
    .split(':');
  return user && secret === password ? user : undefined;
}

const oneOf = `(${Object.keys(sets).join('|')})`;
const keyed = new RegExp(`^/odata/v4/${oneOf}(?:\\('([^']*)'\\)|/([^/]+))$`);

function routes(kit: Kit): Parameters<typeof openHttpDoor>[0]['routes'] {
  const keyOf = (request: Request) => request.groups[1] || request.groups[2]!;
  const booking = (act: Booking, kind: string) =>
    writing(kit, kind, (book, { body, user }) => {
      act(book, body, user);
      return { status: 201, body: {} };
    });
  const post = (name: string, kind: string, act: Booking) =>
    ['POST', new RegExp(`^/odata/v4/${name}$`), booking(act, kind)] as const;
  return [
    ['GET', new RegExp(`^/odata/v4/${oneOf}$`), (request) => readPage(kit, request)],
    ['GET', keyed, (request) => readOne(kit, request, keyOf(request))],
    ['POST', new RegExp(`^/odata/v4/${oneOf}$`), writing(kit, undefined, create)],
    [
      'PUT',
      new RegExp(`^/odata/v4/${oneOf}\\(ExternalReference='([^']+)'\\)$`),
      writing(kit, undefined, (book, write, request) => upsert(book, write, request.groups[1]!)),
    ],
    ['PUT', keyed, writing(kit, undefined, (book, write, request) => change(book, write, keyOf(request)))],
    ['PATCH', keyed, writing(kit, undefined, (book, write, request) => change(book, write, keyOf(request)))],
    [...post('Confirmations', 'confirmations', bookConfirmation)],
    [...post('GoodsMovements', 'movements', bookMovement)],
    [...post('GoodsInTransit', 'transfers', announceGoods)],
  ];
}

type Booking = (book: Book, body: Fields, user: string) => void;

function readPage(kit: Kit, request: Request): Reply {
  const set = request.groups[0]!;
  return caught(() => {
    const records = kit.store.collection<Entry>(set).values();
    return {
      status: 200,
      body: page(
        set,
        sets[set]!.key,
        [...records].map((entry) => entry.record),
        request,
      ),
    };
  });
}

function readOne(kit: Kit, request: Request, key: string): Reply {
  const entry = kit.store.collection<Entry>(request.groups[0]!).get(key);
  if (entry === undefined)
    return new ODataError(404, 'GEN/404', `${request.groups[0]}('${key}') does not exist`).reply;
  const etag = etagOf(entry);
  if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  return { status: 200, headers: { etag }, body: { ...entry.record, '@odata.etag': etag } };
}

type Act = (book: Book, write: WriteRequest, request: Request) => Reply;

/** A write keeps all that it did or, when it ends in an error, nothing. */
function writing(kit: Kit, kind: string | undefined, act: Act): (request: Request) => Promise<Reply> {
  return (request) =>
    once(kit, request, () => {
      const set = request.groups[0] ?? '';
      const counted = kind ?? sets[set]?.kind ?? 'unknown';
      const reply = caught(() => {
        const body = jsonBody(request);
        if (!isFields(body)) throw new ODataError(400, 'GW/400', 'The body is not a JSON object');
        const ifMatch = request.headers['if-match'];
        const book = openBook(kit);
        const answer = act(
          book,
          { set, body, user: textOf(userOf(request)), ...(ifMatch === undefined ? {} : { ifMatch }) },
          request,
        );
        if (kind !== undefined) book.count({ received: kind, outcome: 'accepted' });
        book.commit();
        return answer;
      });
      if (reply.status >= 400)
        kit.write(refusedNote(kit, counted, request), [{ received: counted, outcome: 'rejected' }]);
      return reply;
    });
}

/** What it refused, when it is told by an id of the sender's. */
function refusedNote(kit: Kit, took: string, request: Request): Change[] {
  const body = jsonBody(request);
  const named = isFields(body) ? textOf(body['ConfirmationID'] ?? body['MovementID']) : '';
  const id = named || request.groups[1] || '';
  return id === '' ? [] : kit.journal.note({ took, id, outcome: 'rejected' });
}

function caught(act: () => Reply): Reply {
  try {
    return act();
  } catch (error) {
    if (error instanceof ODataError) return error.reply;
    throw error;
  }
}
