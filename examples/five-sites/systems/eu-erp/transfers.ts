import { type Fields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import type { Book } from './book.ts';
import { quantityOf } from './bookings.ts';
import { decimal, ownPlants, system } from './codes.ts';
import { ODataError } from './errors.ts';
import { putMaterialDocument } from './materialDocuments.ts';
import { replenish } from './production.ts';
import { changeStock, freeAt } from './stock.ts';

/** So many steps goods are on their way over the sea, from the word that they left. */
const stepsOnTheWay = 6;

/** What a plant orders of a plant of the other company. */
export function checkTransferOrder(_book: Book, { SupplyingPlant, ReceivingPlant }: Fields): void {
  if (ownPlants.has(textOf(SupplyingPlant)))
    throw new ODataError(422, 'ME/701', 'The supplying plant is of this company', 'SupplyingPlant');
  if (!ownPlants.has(textOf(ReceivingPlant)))
    throw new ODataError(422, 'ME/702', 'The receiving plant is not of this company', 'ReceivingPlant');
}

export function checkInbound(book: Book, { Status, TransferOrder }: Fields): void {
  if (book.get('TransferOrders', textOf(TransferOrder)) === undefined)
    throw new ODataError(
      422,
      'VL/701',
      `Transfer order ${textOf(TransferOrder)} does not exist`,
      'TransferOrder',
    );
  if (Status !== 'A' && Status !== 'C' && Status !== 'X')
    throw new ODataError(422, 'VL/702', `Status ${textOf(Status)} is unknown`, 'Status');
}

/** What a plant is to send to the other company. */
export function checkOutbound({ Status, ShippingPlant, Items }: Fields): void {
  if (!ownPlants.has(textOf(ShippingPlant)))
    throw new ODataError(422, 'VL/704', 'The shipping plant is not of this company', 'ShippingPlant');
  if (Status !== 'A' && Status !== 'C' && Status !== 'X')
    throw new ODataError(422, 'VL/702', `Status ${textOf(Status)} is unknown`, 'Status');
  if (listOf(Items).length === 0) throw new ODataError(422, 'VL/301', 'A delivery has items', 'Items');
}

/** It is not sent, unless it has left. */
export function changeOutbound(_book: Book, before: Fields, now: Fields): void {
  if (now['Status'] === 'X' && before['Status'] === 'C')
    throw new ODataError(422, 'VL/705', 'Goods have left', 'Status');
}

/** An inbound delivery is expected no longer, unless goods of it have come. */
export function changeInbound(_book: Book, before: Fields, now: Fields): void {
  if (now['Status'] === 'X' && before['Status'] === 'C')
    throw new ODataError(422, 'VL/703', 'Goods have been received', 'Status');
}

/** The plant sends what lies free there; what does not is not sent. */
export function sendGoods(book: Book, number: string): void {
  const delivery = book.get('OutboundDeliveries', number)!;
  if (delivery['Status'] !== 'A') return;
  book.put('OutboundDeliveries', number, { ...delivery, Status: 'C' }, system);
  const plant = textOf(delivery['ShippingPlant']);
  for (const item of listOf(delivery['Items'])) {
    const product = textOf(item['Product']);
    const quantity = Math.min(Number(item['Quantity']), Math.max(0, freeAt(book, product, plant, '0001')));
    if (quantity === 0) continue;
    changeStock(book, product, plant, '0001', -quantity, 0, system);
    putMaterialDocument(book, {
      ...{ GoodsMovementType: '303', Product: product, Plant: plant, StorageLocation: '0001' },
      ...{ Quantity: decimal(quantity), Unit: item['Unit'] },
      TransferReference: textOf(delivery['ExternalReference']),
      TransferOrderItem: textOf(item['TransferOrderItem']),
    });
    book.count({ emitted: 'transfers' });
    replenish(book, product, plant);
  }
}

/** Goods left the other company: they come some time later. */
export function announceGoods(book: Book, body: Fields): void {
  const id = textOf(body['MovementID']);
  if (id === '') throw new ODataError(400, 'VL/710', 'MovementID is missing', 'MovementID');
  if (book.get('Products', textOf(body['Product'])) === undefined)
    throw new ODataError(422, 'MM/305', `Product ${textOf(body['Product'])} does not exist`, 'Product');
  quantityOf(body, 'Quantity');
  if (!book.once(`transit ${id}`)) return;
  const notice = book.number('notice', 1);
  book.put('GoodsInTransit', notice, { ...body, GoodsInTransit: notice }, system);
  book.job('receive', notice, stepsOnTheWay);
}

/** They are here: booked to the delivery that expects them, which may be made only after they left. */
export function receiveGoods(book: Book, notice: string): void {
  const goods = book.get('GoodsInTransit', notice)!;
  const reference = textOf(goods['TransferReference']);
  let inbound: Fields | undefined;
  for (const record of book.all('InboundDeliveries'))
    if (record['ExternalReference'] === reference && record['Status'] !== 'X') inbound = record;
  if (inbound === undefined) {
    book.job('receive', notice, stepsOnTheWay);
    return;
  }
  const order = book.get('TransferOrders', textOf(inbound['TransferOrder']))!;
  const [plant, product] = [textOf(order['ReceivingPlant']), textOf(goods['Product'])];
  changeStock(book, product, plant, '0001', numberOf(goods['Quantity'])!, 0, system);
  book.put('InboundDeliveries', textOf(inbound['InboundDelivery']), { ...inbound, Status: 'C' }, system);
  putMaterialDocument(book, {
    ...{ GoodsMovementType: '305', Product: product, Plant: plant, StorageLocation: '0001' },
    ...{ Quantity: textOf(goods['Quantity']), Unit: goods['Unit'] },
    ...{ TransferOrder: order['TransferOrder'], TransferOrderItem: textOf(goods['TransferOrderItem']) },
  });
  book.count({ emitted: 'transfers' });
}
