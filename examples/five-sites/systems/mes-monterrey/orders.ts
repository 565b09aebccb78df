import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { numberOf } from '../plumbing/fields.ts';
import type { ShopOrder } from '../plumbing/shopWork.ts';

export interface FileOrder {
  order: ShopOrder;
  state: 'planned' | 'released' | 'cancelled';
}
const states: Record<string, FileOrder['state']> = {
  LIBERADA: 'released',
  PLANEADA: 'planned',
  CANCELADA: 'cancelled',
};
const units = new Set(['PZA', 'KG', 'MT', 'LT']);

/** The orders of a file, or why it is refused. */
export function readOrders(content: Buffer): FileOrder[] | string {
  const rows = parsed(content);
  if (typeof rows === 'string') return rows;
  const orders: FileOrder[] = [];
  for (const [index, row] of rows.entries()) {
    const wrong = addRow(orders, row);
    if (wrong !== undefined) return `renglón ${index + 2}: ${wrong}`;
  }
  return orders;
}

function parsed(content: Buffer): Record<string, string>[] | string {
  try {
    return parse(iconv.decode(content, 'win1252'), {
      delimiter: ';',
      columns: true,
      bom: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    return String(error);
  }
}

/** Rows of one order stand together; in another state, or with a line it has, it comes anew. */
function addRow(orders: FileOrder[], row: Record<string, string>): string | undefined {
  const number = row['ORDEN'] ?? '';
  const state = states[row['ESTADO'] ?? ''];
  const quantity = decimal(row['CANTIDAD']);
  if (number === '') return 'ORDEN';
  if (state === undefined) return `ESTADO ${row['ESTADO']}`;
  if (quantity === undefined || quantity <= 0) return `CANTIDAD ${row['CANTIDAD']}`;
  if (!units.has(row['UNIDAD'] ?? '')) return `UNIDAD ${row['UNIDAD']}`;
  if (!goesOn(orders.at(-1), number, state, row['RENGLON'])) {
    const order = {
      number,
      item: row['MATERIAL'] ?? '',
      quantity,
      unit: row['UNIDAD']!,
      components: [],
      operations: [],
    };
    orders.push({ order, state });
  }
  const { order } = orders.at(-1)!;
  const operation = row['OPERACION'] ?? '';
  if (operation !== '' && !order.operations.includes(operation)) order.operations.push(operation);
  return addComponent(order, row);
}

function goesOn(
  last: FileOrder | undefined,
  number: string,
  state: FileOrder['state'],
  line: string | undefined,
): boolean {
  if (last?.order.number !== number || last.state !== state) return false;
  return !line || !last.order.components.some((component) => component.line === line);
}

function addComponent(order: ShopOrder, row: Record<string, string>): string | undefined {
  if (!row['COMPONENTE']) return undefined;
  const quantity = decimal(row['CANT_COMP']);
  if (quantity === undefined || quantity <= 0) return `CANT_COMP ${row['CANT_COMP']}`;
  if (!units.has(row['UNI_COMP'] ?? '')) return `UNI_COMP ${row['UNI_COMP']}`;
  order.components.push({
    line: row['RENGLON'] ?? '',
    item: row['COMPONENTE'],
    quantity,
    unit: row['UNI_COMP']!,
  });
  return undefined;
}

function decimal(text: string | undefined): number | undefined {
  return text === undefined || text.includes('.') ? undefined : numberOf(text.replace(',', '.'));
}
