import { NEVER } from '../../../register/find.ts';
import { type JsonObject, objectsOf } from '../../../vocabulary/json.ts';
import { readNames } from '../names.ts';
import { OpenQuery } from '../open/contract.ts';
import type { OpenList } from '../open/route.ts';
import { day, part, text } from '../reading.ts';
import { todayAt } from '../today.ts';
import { type ShipmentRow, ShipmentsPage } from './contract.ts';

export const shipmentsList: OpenList<ShipmentRow, OpenQuery> = {
  path: '/shipments',
  entity: 'shipment',
  summary: 'Shipments that have not reached who gets them, the one expected first at the top',
  query: OpenQuery,
  page: ShipmentsPage,
  meant: () => undefined,
  rowsOf: async ({ pool, landscape }, found) => {
    const today = todayAt(landscape);
    const consignees = found.flatMap(({ record }) => text(part(record['shipTo'], 'party')) ?? []);
    const names = await readNames(pool, 'customer', consignees, landscape.language);
    return found.map(({ key, label, day: expected, record }) => {
      const site = text(part(record['from'], 'site')) ?? text(record['site']);
      const to = destinationOf(record, (party) => names(party).name ?? names(party).number);
      const carrier = text(part(record['carrier'], 'name')) ?? text(record['service']);
      const [tracking, left] = [text(record['tracking']), day(part(record['actual'], 'ship'))];
      const lines = objectsOf(record['lines']);
      return {
        key,
        number: label,
        ...(site !== undefined && { site }),
        state: text(record['status']) ?? '',
        ...(expected !== NEVER && { day: expected }),
        late: expected < today(site),
        ...(to !== undefined && { to }),
        ...(carrier !== undefined && { carrier }),
        ...(tracking !== undefined && { tracking }),
        ...(left !== undefined && { left }),
        orders: [...new Set(lines.flatMap(({ order }) => text(part(order, 'number')) ?? []))],
        lines: lines.length,
      };
    });
  },
  columns: [
    'shipment',
    'from',
    'to',
    'state',
    'left',
    'expected',
    'late',
    'carrier',
    'tracking',
    'orders',
    'lines',
    'key',
  ],
  lineOf: ({ key, number, site, to, state, left, day, late, carrier, tracking, orders, lines }) => ({
    shipment: number,
    from: site ?? null,
    to: to ?? null,
    state,
    left: left ?? null,
    expected: day ?? null,
    late: late ? 'yes' : 'no',
    carrier: carrier ?? null,
    tracking: tracking ?? null,
    orders: orders.join(' '),
    lines,
    key,
  }),
};

function destinationOf(record: JsonObject, nameOf: (party: string) => string): string | undefined {
  const party = text(part(record['shipTo'], 'party'));
  return (
    text(part(record['to'], 'site')) ??
    text(part(record['shipTo'], 'name')) ??
    (party === undefined ? undefined : nameOf(party))
  );
}
