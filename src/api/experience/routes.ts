import type { Api } from '../typeProvider.ts';
import { openRoute } from './open/route.ts';
import { ordersList } from './orders/list.ts';
import { productionList } from './production/list.ts';
import { type RecordsParts, recordsRoute } from './records/route.ts';
import { shipmentsList } from './shipments/list.ts';
import type { StockParts } from './stock/read.ts';
import { stockRoute } from './stock/route.ts';

/** Everything under `/experience/v1`: what people look at, in their words. */
export function experienceRoutes(app: Api, parts: RecordsParts & StockParts): void {
  recordsRoute(app, parts);
  stockRoute(app, parts);
  openRoute(app, parts, ordersList);
  openRoute(app, parts, productionList);
  openRoute(app, parts, shipmentsList);
}
