import type { Sink } from '../src/connectors/connector.ts';
import type { InboundLine, Inlet } from '../src/inbound.ts';
import type { Outlet } from '../src/outbound/outlet.ts';
import type { JsonObject } from '../src/vocabulary/json.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type Heard, openInlet, openOutlet, testLine } from './line.ts';
import { openSink, startTarget, type TestTarget } from './target.ts';

/** A line on a database of its own: an ERP tells items, a WMS takes them over HTTP. */
export interface ItemsToWms {
  database: TestDatabase;
  line: InboundLine;
  target: TestTarget;
  inlet: Inlet;
  outlet: Outlet;
  sink: Sink;
  end(): Promise<void>;
}

export interface ItemsDeclared extends Partial<Omit<Heard, 'sink'>> {
  /** JSONata: `"sites": …`, beside the number and the name. */
  more?: string;
  /** How the WMS is written to, besides. */
  write?: JsonObject;
}

export async function itemsToWms({
  more = '"baseUnit": "EA"',
  write,
  ...heard
}: ItemsDeclared = {}): Promise<ItemsToWms> {
  const database = await testDatabase();
  const line = testLine(database.pool);
  const target = await startTarget();
  const { sink, close } = await openSink(target.url, write);
  const inlet = await openInlet(line, {
    system: 'na-erp',
    name: 'items',
    entity: 'item',
    map: `{ "localKey": no, "status": "active", "number": no, "names": {"en": name}, ${more} }`,
  });
  const outlet = await openOutlet(line, {
    system: 'wms',
    name: 'items',
    entity: 'item',
    map: '{ "no": record.number, "name": record.names.en }',
    ...heard,
    sink,
  });
  const end = async () => {
    await close();
    await target.stop();
    await database.drop();
  };
  return { database, line, target, inlet, outlet, sink, end };
}
