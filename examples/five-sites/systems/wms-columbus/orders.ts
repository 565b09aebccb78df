import type { DockOrder } from '../plumbing/dockWork.ts';
import { at, piecesAt } from './columns.ts';

export interface FileDelivery {
  order: DockOrder;
  action: 'ship' | 'cancel';
}

/** The deliveries of a DLV file, or why it is refused. */
export function readDeliveries(text: string): FileDelivery[] | string {
  const deliveries: FileDelivery[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const wrong = line.startsWith('H')
      ? addHead(deliveries, line)
      : line.startsWith('L')
        ? addLine(deliveries, line)
        : 'record type';
    if (wrong !== undefined) return `line ${index + 1}: ${wrong}`;
  }
  const empty = deliveries.find(({ order, action }) => action === 'ship' && order.lines.length === 0);
  return empty ? `delivery ${empty.order.delivery} has no lines` : deliveries;
}

function addHead(deliveries: FileDelivery[], line: string): string | undefined {
  const action = at(line, 44, 1);
  const order = {
    delivery: at(line, 6, 10),
    customer: at(line, 16, 10),
    salesOrder: at(line, 34, 10),
    lines: [],
  };
  if (at(line, 2, 4) !== 'DLV') return 'DLV expected';
  if (order.delivery === '') return 'delivery is empty';
  if (action !== 'A' && action !== 'X') return `action ${action}`;
  deliveries.push({ order, action: action === 'A' ? 'ship' : 'cancel' });
  return undefined;
}

function addLine(deliveries: FileDelivery[], line: string): string | undefined {
  const order = deliveries.at(-1)?.order;
  const quantity = piecesAt(line, 36);
  if (order === undefined || at(line, 2, 10) !== order.delivery) return 'L record without its H';
  if (typeof quantity === 'string') return quantity;
  order.lines.push({ line: at(line, 12, 6), item: at(line, 18, 18), quantity, unit: 'EA' });
  return undefined;
}
