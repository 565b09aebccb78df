import { type Fields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import type { Book } from './book.ts';
import { dayFromNow, decimal, system, warehouse } from './codes.ts';
import { ODataError } from './errors.ts';
import { replenish } from './production.ts';
import { changeStock } from './stock.ts';

/** A delivery from the plant that the order ships from, with what it ships reserved. Rotterdam has a WMS; a plant's own gate ships by itself. */
export function createDelivery(book: Book, order: Fields, items: Fields[]): void {
  const number = book.number('delivery', 80000001);
  const plant = textOf(order['ShippingPlant']);
  const partner = book.get('BusinessPartners', textOf(order['SoldToParty'])) ?? {};
  let weight = 0;
  for (const item of items) {
    const product = book.get('Products', textOf(item['Product']));
    weight += Number(item['RequestedQuantity']) * (numberOf(product?.['GrossWeight']) ?? 0);
    changeStock(book, textOf(item['Product']), plant, '0001', 0, Number(item['RequestedQuantity']), system);
  }
  const record = {
    DeliveryDocument: number,
    SalesOrder: order['SalesOrder'],
    ShipToParty: order['SoldToParty'],
    ShippingPlant: plant,
    Status: 'A',
    ActualGoodsIssueDateTime: '',
    PlannedGoodsIssueDate: dayFromNow(1),
    PlannedDeliveryDate: dayFromNow(4),
    GrossWeight: decimal(weight),
    WeightUnit: 'KG',
    ShipTo: {
      Name: partner['Name'],
      Street: partner['Street'],
      City: partner['City'],
      PostalCode: partner['PostalCode'],
      Country: partner['Country'],
    },
    CreationDateTime: new Date().toISOString(),
    Items: items.map((item) => ({
      DeliveryDocumentItem: item['SalesOrderItem'],
      Product: item['Product'],
      Quantity: item['RequestedQuantity'],
      Unit: item['Unit'],
      Batch: '',
      ShippedQuantity: '0',
    })),
  };
  book.put('Deliveries', number, record, system);
  book.count({ emitted: 'deliveries' });
  if (plant !== warehouse) book.job('ship', number, 10);
}

/** All of a delivery leaves by the gate of its plant. The stock is booked last: it is told for a time after the goods left. */
export function shipFromPlant(book: Book, number: string): void {
  const delivery = book.get('Deliveries', number)!;
  if (delivery['Status'] !== 'A') return;
  const items = listOf(delivery['Items']);
  const Items = items.map((item) => ({ ...item, ShippedQuantity: item['Quantity'] }));
  depart(book, { ...delivery, Items }, new Date().toISOString());
  for (const item of items) {
    const [product, plant] = [textOf(item['Product']), textOf(delivery['ShippingPlant'])];
    const quantity = Number(item['Quantity']);
    changeStock(book, product, plant, '0001', -quantity, -quantity, system);
    replenish(book, product, plant);
  }
}

/** The warehouse is at it: from now on it is not cancelled. */
export function pickDelivery(book: Book, number: string, user: string): void {
  const delivery = book.get('Deliveries', number);
  if (delivery?.['Status'] === 'A') book.put('Deliveries', number, { ...delivery, Status: 'B' }, user);
}

/** What the warehouse shipped of a product; when that was all, the delivery has departed. */
export function shipDelivery(
  book: Book,
  number: string,
  { product, quantity, at }: { product: string; quantity: number; at: string },
  user: string,
): void {
  const delivery = book.get('Deliveries', number);
  if (delivery === undefined)
    throw new ODataError(422, 'VL/302', `Delivery ${number} does not exist`, 'Delivery');
  let left = quantity;
  const Items: Fields[] = listOf(delivery['Items']).map((item) => {
    const open = Number(item['Quantity']) - Number(item['ShippedQuantity']);
    const now = item['Product'] === product ? Math.min(open, left) : 0;
    left -= now;
    return { ...item, ShippedQuantity: String(Number(item['ShippedQuantity']) + now) };
  });
  const all = Items.every((item) => Number(item['ShippedQuantity']) >= Number(item['Quantity']));
  if (all) depart(book, { ...delivery, Items }, at);
  else book.put('Deliveries', number, { ...delivery, Items }, user);
}

/** The order is in work, or done, and then billed. One that was cancelled stays so. */
function depart(book: Book, delivery: Fields, at: string): void {
  const number = textOf(delivery['DeliveryDocument']);
  book.put('Deliveries', number, { ...delivery, Status: 'C', ActualGoodsIssueDateTime: at }, system);
  const order = book.get('SalesOrders', textOf(delivery['SalesOrder']));
  if (order === undefined || order['OverallStatus'] === 'X') return;
  const shipped = new Set(listOf(delivery['Items']).map((item) => textOf(item['DeliveryDocumentItem'])));
  const Items: Fields[] = listOf(order['Items']).map((item) =>
    shipped.has(textOf(item['SalesOrderItem'])) ? { ...item, Status: 'D' } : item,
  );
  const all = Items.every((item) => item['Status'] === 'D');
  const salesOrder = textOf(order['SalesOrder']);
  book.put('SalesOrders', salesOrder, { ...order, Items, OverallStatus: all ? 'D' : 'C' }, system);
  if (all) book.job('bill', salesOrder, 20);
}

/** Takes back what nobody has begun to pick. False when somebody has. */
export function cancelDeliveries(book: Book, salesOrder: string, user: string): boolean {
  const deliveries = [...book.all('Deliveries')].filter((delivery) => delivery['SalesOrder'] === salesOrder);
  if (deliveries.some((delivery) => delivery['Status'] === 'B' || delivery['Status'] === 'C')) return false;
  for (const delivery of deliveries.filter((each) => each['Status'] === 'A')) {
    book.put('Deliveries', textOf(delivery['DeliveryDocument']), { ...delivery, Status: 'X' }, user);
    for (const item of listOf(delivery['Items'])) {
      const reserved = -Number(item['Quantity']);
      changeStock(
        book,
        textOf(item['Product']),
        textOf(delivery['ShippingPlant']),
        '0001',
        0,
        reserved,
        user,
      );
    }
  }
  return true;
}
