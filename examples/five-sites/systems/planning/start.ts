import { type Fields, isFields, numberOf, textOf } from '../plumbing/fields.ts';
import { jsonBody, openHttpDoor, type Reply, type Request } from '../plumbing/httpDoor.ts';
import { type Kit, openKit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';
import type { StartSystem } from '../plumbing/system.ts';
import { forecastNowAndThen, postForecast, putReorderPoint, reorder, signalPage } from './demand.ts';
import { buyNowAndThen, postRequisition, requisitionPage } from './requisitions.ts';

const key = 'planning-key';
const quotaPerDay = 2_000_000;
const bulkLimit = 500;
const kept = 100_000;

/** What each path takes: the field that names a record, and those that must be there. */
const kinds: Record<string, { id: string; texts: string[]; numbers: string[]; time: string }> = {
  inventory: { id: 'position', texts: ['material', 'location', 'uom'], numbers: ['onHand'], time: 'asOf' },
  movements: { id: 'id', texts: ['kind', 'material', 'location', 'uom'], numbers: ['qty'], time: 'at' },
  suppliers: { id: 'supplier', texts: ['name'], numbers: [], time: 'at' },
  confirmations: { id: 'id', texts: ['order', 'location', 'kind'], numbers: ['good', 'scrap'], time: 'at' },
};

/** The planning system in the cloud: takes what happened, as much as the daily quota allows, and tells what is to be made. */
export const start: StartSystem = async (options) => {
  const kit = openKit('planning', options);
  const quota = openQuota(kit);
  const door = await openHttpDoor({
    port: kit.port,
    weather: kit.weather,
    limits: 'own',
    guard: (request) =>
      request.headers['x-api-key'] === key
        ? quota.spend()
        : { status: 401, body: { code: 'E_KEY', text: 'key' } },
    headers: quota.headers,
    routes: [
      ['POST', /^\/api\/(inventory|movements|confirmations|suppliers)$/, (request) => take(kit, request)],
      ['GET', /^\/api\/(inventory|movements|confirmations|suppliers)$/, (request) => list(kit, request)],
      ['POST', /^\/api\/requisitions$/, (request) => postRequisition(kit, request)],
      ['GET', /^\/api\/requisitions$/, (request) => requisitionPage(kit, request)],
      ['POST', /^\/api\/forecasts$/, (request) => postForecast(kit, request)],
      ['PUT', /^\/api\/reorder-points\/([^/]+)\/([^/]+)$/, (request) => putReorderPoint(kit, request)],
      ['GET', /^\/api\/demand$/, (request) => signalPage(kit, request)],
    ],
  });
  forecastNowAndThen(kit);
  buyNowAndThen(kit);
  kit.onStop(door.close);
  return kit.run({ PLANNING_URL: `http://127.0.0.1:${door.port}/api`, PLANNING_KEY: key });
};

/** So many requests a UTC day; under the fault `throttle`, a second. What was spent is remembered over restarts. */
function openQuota(kit: Kit) {
  const used = { window: '', count: 0, ...kit.store.collection<object>('quota').get('used') };
  const window = () => new Date().toISOString().slice(0, kit.weather.perSecond === undefined ? 10 : 19);
  const limit = () => kit.weather.perSecond ?? quotaPerDay;
  const reset = () =>
    kit.weather.perSecond === undefined ? 86_400 - Math.floor((Date.now() / 1000) % 86_400) : 1;
  return {
    spend(): Reply | undefined {
      if (used.window !== window()) Object.assign(used, { window: window(), count: 0 });
      if (used.count >= limit())
        return {
          status: 429,
          headers: { 'retry-after': String(reset()) },
          body: { code: 'E_QUOTA', text: 'The quota is spent' },
        };
      used.count++;
      if (used.count % 50 === 0) kit.write([{ in: 'quota', key: 'used', value: used }]);
      return undefined;
    },
    headers: () => ({
      'x-quota-limit': String(limit()),
      'x-quota-remaining': String(Math.max(0, limit() - used.count)),
      'x-quota-reset': String(reset()),
    }),
  };
}

/** All of the array or nothing; what is known has no second effect. */
function take(kit: Kit, request: Request): Reply {
  const kind = request.groups[0]!;
  const body = jsonBody(request);
  const records = Array.isArray(body) ? body : [body];
  if (records.length > bulkLimit)
    return { status: 413, body: { code: 'E_SIZE', text: `at most ${bulkLimit}` } };
  for (const [index, record] of records.entries()) {
    const field = wrongField(kind, record);
    if (field === undefined) continue;
    kit.write([], [{ received: kind, outcome: 'rejected' }]);
    return { status: 422, body: { code: 'E_FIELD', text: `${field} is missing or not valid`, index, field } };
  }
  const fresh = (records as Fields[]).filter((record) => isFresh(kit, kind, record));
  const changes = fresh.flatMap((record): Change[] => [
    { in: kind, key: textOf(record[kinds[kind]!.id]), value: record },
  ]);
  const counts = (records as Fields[]).map(
    (record) => ({ received: kind, outcome: fresh.includes(record) ? 'accepted' : 'repeated' }) as const,
  );
  const notes = (records as Fields[]).flatMap((record) =>
    kit.journal.note({
      took: kind,
      id: textOf(record[kinds[kind]!.id]),
      outcome: fresh.includes(record) ? 'accepted' : 'repeated',
      ...(kind === 'inventory' && { state: textOf(record['onHand']) }),
    }),
  );
  kit.write([...changes, ...oldest(kit, kind, changes.length), ...notes], counts);
  if (kind === 'inventory') {
    const wanted = reorder(kit, fresh);
    kit.write(wanted.changes, wanted.counts);
  }
  return { status: 200, body: { accepted: fresh.length, known: records.length - fresh.length } };
}

function wrongField(kind: string, record: unknown): string | undefined {
  const rule = kinds[kind]!;
  if (!isFields(record)) return 'body';
  const id = textOf(record[rule.id]);
  if (id === '' || id.length > 300) return rule.id;
  if (Number.isNaN(Date.parse(textOf(record[rule.time])))) return rule.time;
  return (
    rule.texts.find((field) => textOf(record[field]) === '') ??
    rule.numbers.find((field) => numberOf(record[field]) === undefined)
  );
}

function isFresh(kit: Kit, kind: string, record: Fields): boolean {
  const known = kit.store.collection<Fields>(kind).get(textOf(record[kinds[kind]!.id]));
  if (known === undefined) return true;
  if (kind !== 'inventory') return false;
  const since = Date.parse(textOf(record['asOf'])) - Date.parse(textOf(known['asOf']));
  return since > 0 || (since === 0 && textOf(record['onHand']) !== textOf(known['onHand']));
}

function oldest(kit: Kit, kind: string, coming: number): Change[] {
  const records = kit.store.collection(kind);
  const surplus = kind === 'inventory' ? 0 : records.size + coming - kept;
  return surplus <= 0 ? [] : [...records.keys().take(surplus)].map((id) => ({ in: kind, key: id }));
}

function list(kit: Kit, request: Request): Reply {
  const after = Number(request.query.get('after') ?? 0) || 0;
  const limit = Math.min(500, Number(request.query.get('limit') ?? 100) || 100);
  const records = [...kit.store.collection<Fields>(request.groups[0]!).values().drop(after).take(limit)];
  return { status: 200, body: { records, next: after + records.length } };
}
