import { NEVER } from '../../../register/find.ts';
import { type JsonObject, objectsOf } from '../../../vocabulary/json.ts';
import { readNames } from '../names.ts';
import { OpenQuery } from '../open/contract.ts';
import type { OpenList } from '../open/route.ts';
import { day, part, quantity, text } from '../reading.ts';
import { todayAt } from '../today.ts';
import { ProductionPage, type ProductionRow } from './contract.ts';

export const productionList: OpenList<ProductionRow, OpenQuery> = {
  path: '/production',
  entity: 'productionOrder',
  summary: 'Production orders that are not done with, the one due first at the top, and how far they are',
  query: OpenQuery,
  page: ProductionPage,
  meant: () => undefined,
  rowsOf: async ({ pool, landscape }, found) => {
    const today = todayAt(landscape);
    const itemOf = (record: JsonObject) => text(part(record['item'], 'item'));
    const items = found.flatMap(({ record }) => itemOf(record) ?? []);
    const names = await readNames(pool, 'item', items, landscape.language);
    return found.map(({ key, label, day: wanted, record }) => {
      const [site, item] = [text(record['site']), itemOf(record)];
      const [asked, made] = [quantity(record['quantity']), quantity(record['yield'])];
      const from =
        day(part(record['actual'], 'from')) ??
        day(part(record['scheduled'], 'from')) ??
        day(part(record['planned'], 'from'));
      return {
        key,
        number: label,
        ...(site !== undefined && { site }),
        state: text(record['status']) ?? '',
        ...(wanted !== NEVER && { day: wanted }),
        late: wanted < today(site),
        ...(item !== undefined && { item: names(item) }),
        ...(asked && { quantity: asked.value, unit: asked.unit, made: made?.value ?? '0' }),
        share: asked && Number(asked.value) > 0 ? Number(made?.value ?? 0) / Number(asked.value) : null,
        ...(from !== undefined && { from }),
        held: objectsOf(record['holds']).length > 0,
      };
    });
  },
  columns: [
    'order',
    'site',
    'item',
    'name',
    'state',
    'quantity',
    'made',
    'unit',
    'begins',
    'due',
    'late',
    'held',
    'key',
  ],
  lineOf: ({ key, number, site, item, state, quantity, made, unit, from, day, late, held }) => ({
    order: number,
    site: site ?? null,
    item: item?.number ?? null,
    name: item?.name ?? null,
    state,
    quantity: quantity ?? null,
    made: made ?? null,
    unit: unit ?? null,
    begins: from ?? null,
    due: day ?? null,
    late: late ? 'yes' : 'no',
    held: held ? 'yes' : 'no',
    key,
  }),
};
