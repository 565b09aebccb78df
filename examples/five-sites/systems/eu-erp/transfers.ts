import { type Fields, listOf, numberOf, textOf } from '../plumbing/fields.ts';
import { transferAmount } from '../world/transferPrice.ts';
import { money } from './amounts.ts';
import type { Book } from './book.ts';
import { quantityOf } from './bookings.ts';
import { dayFromNow, ownPlants, system } from './codes.ts';
import { ODataError } from './errors.ts';
import { changeStock } from './stock.ts';

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

/** An inbound delivery is expected no longer, unless goods of it have come. */
export function changeInbound(_book: Book, before: Fields, now: Fields): void {
  if (now['Status'] === 'X' && before['Status'] === 'C')
    throw new ODataError(422, 'VL/703', 'Goods have been received', 'Status');
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
  const document = book.number('material document', 49000001);
  const record = {
    ...{ MaterialDocument: document, GoodsMovementType: '305', Product: product, Plant: plant },
    ...{ StorageLocation: '0001', Quantity: textOf(goods['Quantity']), Unit: goods['Unit'] },
    ...{ TransferOrder: order['TransferOrder'], TransferOrderItem: textOf(goods['TransferOrderItem']) },
    OccurredAt: new Date().toISOString(),
  };
  book.put('MaterialDocuments', document, record, system);
  book.count({ emitted: 'transfers' });
}

/** What is owed to the other company for a transfer, by the prices of the group. */
export function bookTransferInvoice(book: Book, key: string): void {
  const invoice = book.get('TransferInvoices', key)!;
  const amounts = listOf(invoice['Items']).map((item) => {
    const product = book.get('Products', textOf(item['Product']));
    return Number(transferAmount(Number(item['Quantity']), numberOf(product?.['GrossWeight']) ?? 0));
  });
  const NetAmount = money(amounts.reduce((sum, amount) => sum + amount, 0));
  book.put('TransferInvoices', key, { ...invoice, NetAmount, PostingDate: dayFromNow(0) }, system);
}

export function checkTransferInvoice(book: Book, record: Fields): void {
  const items = listOf(record['Items']);
  if (items.length === 0) throw new ODataError(422, 'M8/301', 'An invoice has items', 'Items');
  for (const item of items) {
    if (book.get('Products', textOf(item['Product'])) === undefined)
      throw new ODataError(422, 'MM/305', `Product ${textOf(item['Product'])} does not exist`, 'Items');
    quantityOf(item, 'Quantity');
  }
}
