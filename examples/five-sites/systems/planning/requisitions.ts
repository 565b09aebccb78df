import { type Fields, isFields, numberOf, textOf } from '../plumbing/fields.ts';
import { jsonBody, type Reply, type Request } from '../plumbing/httpDoor.ts';
import type { Kit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';
import { random } from '../world/prng.ts';

const kept = 50_000;
const pageSize = 200;
const dayMs = 86_400_000;

/** What a planner wants to be bought. */
export function postRequisition(kit: Kit, request: Request): Reply {
  const body = jsonBody(request);
  if (!isFields(body)) return wrong('body');
  const text = ['material', 'location', 'supplier', 'uom', 'currency'].find(
    (name) => textOf(body[name]) === '',
  );
  if (textOf(body['need_by']) !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(textOf(body['need_by'])))
    return wrong('need_by');
  const number = ['qty', 'price'].find((name) => !((numberOf(body[name]) ?? 0) > 0));
  if (text !== undefined || number !== undefined) return wrong((text ?? number)!);
  const { seq, changes } = requisition(kit, body);
  kit.write(changes, [{ emitted: 'requisitions' }]);
  return { status: 201, body: { seq } };
}

export function requisitionPage(kit: Kit, request: Request): Reply {
  const all = kit.store.collection<Fields>('requisitions');
  const highest = kit.store.collection<number>('numbers').get('requisition') ?? 0;
  const after = Math.max(Number(request.query.get('after') ?? 0) || 0, highest - kept);
  const last = Math.min(highest, after + pageSize);
  const list: Fields[] = [];
  for (let seq = after + 1; seq <= last; seq++) list.push(all.get(String(seq))!);
  return { status: 200, body: { requisitions: list, last: Math.max(after, last) } };
}

/** Planners have bought now and then what a plant was seen to use. */
export function buyNowAndThen(kit: Kit): void {
  kit.every(1000, () => {
    if (kit.weather.cut || Math.random() >= kit.options.rate / 200) return;
    const used = [...kit.store.collection<Fields>('movements').values()].filter(
      ({ kind }) => kind === 'productionIssue',
    );
    const suppliers = [...kit.store.collection<Fields>('suppliers').values()];
    if (used.length === 0 || suppliers.length === 0) return;
    const r = random(kit.options.seed, kit.name, 'buy', kit.number('requisition').value);
    const { material, location, uom } = r.pick(used);
    const { supplier } = r.pick(suppliers);
    const [qty, price] = [String(r.int(2, 40) * 25), `${r.int(1, 90)}.${r.pick(['00', '50'])}`];
    const need_by = new Date(Date.now() + r.int(2, 14) * dayMs).toISOString().slice(0, 10);
    const said = { material, location, supplier, uom, qty, price, currency: 'EUR', need_by };
    const { changes } = requisition(kit, said);
    kit.write(changes, [{ emitted: 'requisitions' }]);
  });
}

function requisition(kit: Kit, body: Fields): { seq: number; changes: Change[] } {
  const { value: seq, change } = kit.number('requisition');
  const now = new Date().toISOString();
  const names = ['material', 'location', 'supplier', 'qty', 'uom', 'price', 'currency', 'need_by'];
  const said = Object.fromEntries(names.map((name) => [name, textOf(body[name])]));
  const value = { seq, ...said, day: now.slice(0, 10), at: now };
  return {
    seq,
    changes: [
      change,
      { in: 'requisitions', key: String(seq), value },
      { in: 'requisitions', key: String(seq - kept) },
    ],
  };
}

function wrong(field: string): Reply {
  return { status: 422, body: { code: 'E_FIELD', text: `${field} is missing or not valid`, field } };
}
