import { type Fields, listOf, textOf } from '../plumbing/fields.ts';
import { block, checkBlock, endBlock } from './blocks.ts';
import type { Book } from './book.ts';
import { quantityOf, requireUnit } from './bookings.ts';
import { dayFromNow, warehouse } from './codes.ts';
import { ODataError } from './errors.ts';
import { checkPeriod, closeSoon } from './periods.ts';
import { changePurchase, checkDecision, checkPurchase, decideInvoice, sendPurchase } from './purchasing.ts';
import { checkStockOrder, exploded, planStockOrder } from './stockOrders.ts';
import { bookTransferInvoice, changeTransferInvoice, checkTransferInvoice } from './transferInvoices.ts';
import {
  changeInbound,
  changeOutbound,
  checkInbound,
  checkOutbound,
  checkTransferOrder,
} from './transfers.ts';

/** A set of the service: its key, and for those that are written, how a record is checked and found again. */
export interface ODataSet {
  key: string;
  kind: string;
  write?: {
    /** First number of its own range. */
    first(record: Fields): { range: string; from: number; width: number };
    defaults(): Fields;
    /** Combinations of fields by which a record that comes without its number is the one already there. */
    alike: string[][];
    check(book: Book, record: Fields): void;
    /** Follows a creation. */
    created?(book: Book, key: string): void;
    /** Follows a change. */
    changed?(book: Book, before: Fields, now: Fields): void;
  };
}

export const sets: Record<string, ODataSet> = {
  Products: {
    key: 'Product',
    kind: 'items',
    write: {
      first: () => ({ range: 'product', from: 71000001, width: 8 }),
      defaults: () => ({ ...productBlank }),
      alike: [['ExternalReference'], ['GlobalTradeItemNumber']],
      check(_book, record) {
        required(record, 'ProductDescription');
        requireUnit(record['BaseUnit'], 'BaseUnit');
      },
    },
  },
  BusinessPartners: {
    key: 'BusinessPartner',
    kind: 'partners',
    write: {
      first: (record) => ({
        range: textOf(record['Role']),
        from: record['Role'] === 'SUPPLIER' ? 2500001 : 1500001,
        width: 7,
      }),
      defaults: () => ({ ...partnerBlank }),
      alike: [['ExternalReference'], ['Role', 'DUNSNumber'], ['Role', 'VATRegistration']],
      check(_book, record) {
        required(record, 'Name');
        if (!/^[A-Z]{2}$/.test(textOf(record['Country'])))
          throw new ODataError(422, 'BP/011', 'Country is not known', 'Country');
        if (record['Role'] !== 'CUSTOMER' && record['Role'] !== 'SUPPLIER')
          throw new ODataError(422, 'BP/012', 'Role is not known', 'Role');
      },
    },
  },
  BillsOfMaterial: {
    key: 'BillOfMaterial',
    kind: 'boms',
    write: {
      first: () => ({ range: 'bom', from: 50000001, width: 8 }),
      defaults: () => ({ ...bomBlank }),
      alike: [
        ['ExternalReference'],
        ['Product', 'Plant', 'BillOfMaterialUsage', 'BillOfMaterialVariant', 'Revision'],
      ],
      check: checkBom,
    },
  },
  SalesOrders: {
    key: 'SalesOrder',
    kind: 'salesOrders',
    write: {
      first: () => ({ range: 'sales', from: 50000001, width: 8 }),
      defaults: () => ({
        ...orderBlank,
        SalesOrderDate: dayFromNow(0),
        CreationDateTime: new Date().toISOString(),
      }),
      alike: [['ExternalReference']],
      check: checkOrder,
      created: (book, key) => book.job('confirm', key, 1),
    },
  },
  FiscalPeriods: {
    key: 'FiscalPeriodID',
    kind: 'periods',
    write: {
      first() {
        throw new ODataError(405, 'FI/101', 'A period is opened by the ERP');
      },
      defaults: () => ({}),
      alike: [],
      check: checkPeriod,
      changed: closeSoon,
    },
  },
  TransferOrders: {
    key: 'TransferOrder',
    kind: 'transferOrders',
    write: {
      first: () => ({ range: 'transfer', from: 45000001, width: 8 }),
      defaults: () => ({
        Status: 'REL',
        RequestedDate: dayFromNow(14),
        CreationDateTime: new Date().toISOString(),
      }),
      alike: [],
      check(book, record) {
        checkTransferOrder(book, record);
        const items = listOf(record['Items']);
        if (items.length === 0) throw new ODataError(422, 'ME/301', 'An order has items', 'Items');
        for (const item of items) checkQuantity(book, { Plant: record['ReceivingPlant'], ...item });
      },
    },
  },
  InboundDeliveries: {
    key: 'InboundDelivery',
    kind: 'inboundDeliveries',
    write: {
      first: () => ({ range: 'inbound', from: 18000001, width: 8 }),
      defaults: () => ({ Status: 'A' }),
      alike: [['ExternalReference']],
      check: checkInbound,
      changed: changeInbound,
    },
  },
  OutboundDeliveries: {
    key: 'OutboundDelivery',
    kind: 'outboundDeliveries',
    write: {
      first: () => ({ range: 'outbound', from: 17000001, width: 8 }),
      defaults: () => ({ Status: 'A' }),
      alike: [['ExternalReference']],
      check(book, record) {
        checkOutbound(record);
        for (const item of listOf(record['Items']))
          checkQuantity(book, { Plant: record['ShippingPlant'], ...item });
      },
      created: (book, key) => book.job('send', key, 4),
      changed: changeOutbound,
    },
  },
  TransferInvoices: {
    key: 'TransferInvoice',
    kind: 'transferInvoices',
    write: {
      first: () => ({ range: 'transfer invoice', from: 51000001, width: 8 }),
      defaults: () => ({
        ...{ DebitCreditCode: 'H', SupplierInvoiceIDByInvcgParty: '', Currency: 'USD', DisputeReason: '' },
        CreationDateTime: new Date().toISOString(),
      }),
      alike: [['ExternalReference']],
      check: checkTransferInvoice,
      created: bookTransferInvoice,
      changed: changeTransferInvoice,
    },
  },
  PurchaseOrders: {
    key: 'PurchaseOrder',
    kind: 'purchaseOrders',
    write: {
      first: () => ({ range: 'purchase', from: 46000001, width: 8 }),
      defaults: () => ({
        ...{ Status: 'B', Acknowledgement: '', Currency: 'EUR', PurchaseOrderDate: dayFromNow(0) },
        CreationDateTime: new Date().toISOString(),
      }),
      alike: [['ExternalReference']],
      check(book, record) {
        checkPurchase(book, record);
        const items = listOf(record['Items']);
        if (items.length === 0) throw new ODataError(422, 'ME/301', 'An order has items', 'Items');
        for (const item of items) checkQuantity(book, { Plant: record['Plant'], ...item });
      },
      created: sendPurchase,
      changed: changePurchase,
    },
  },
  SupplierInvoices: {
    key: 'SupplierInvoice',
    kind: 'invoices',
    write: {
      first() {
        throw new ODataError(405, 'M8/101', 'An invoice comes from its supplier');
      },
      defaults: () => ({}),
      alike: [],
      check: checkDecision,
      changed: decideInvoice,
    },
  },
  MaterialDocuments: { key: 'MaterialDocument', kind: 'transfers' },
  ProductionOrders: {
    key: 'ManufacturingOrder',
    kind: 'productionOrders',
    write: {
      first: () => ({ range: 'production', from: 60000001, width: 8 }),
      defaults: () => ({
        ...{ SalesOrder: '', SalesOrderItem: '', DemandReference: '', Status: 'PLND' },
        CreationDateTime: new Date().toISOString(),
      }),
      alike: [['ExternalReference']],
      check(book, record) {
        knownProduct(book, record['Product'], 'Product');
        requireUnit(record['Unit'], 'Unit');
        exploded(book, record);
      },
      created: planStockOrder,
      changed: checkStockOrder,
    },
  },
  InventoryBlocks: {
    key: 'InventoryBlock',
    kind: 'blocks',
    write: {
      first: () => ({ range: 'block', from: 30000001, width: 8 }),
      defaults: () => ({ BlockReason: '', BlockStatus: 'B', BlockedQuantity: '0' }),
      alike: [['ExternalReference']],
      check(book, record) {
        checkQuantity(book, record);
        checkBlock(book, record);
      },
      created: block,
      changed: endBlock,
    },
  },
  QualityNotifications: {
    key: 'QualityNotification',
    kind: 'qualityNotifications',
    write: {
      first: () => ({ range: 'notification', from: 20000001, width: 8 }),
      defaults: () => ({ ShortText: '', UsageDecision: '', NotificationStatus: 'OSNO' }),
      alike: [],
      check: checkQuantity,
    },
  },
  Deliveries: { key: 'DeliveryDocument', kind: 'deliveries' },
  BillingDocuments: { key: 'BillingDocument', kind: 'invoices' },
  Stock: { key: 'StockID', kind: 'stock' },
};

const productBlank = {
  ProductType: 'ROH',
  ProductGroup: '',
  CrossPlantStatus: '',
  BatchManagement: 'N',
  GlobalTradeItemNumber: '',
  NetWeight: '0',
  GrossWeight: '0',
  WeightUnit: 'KG',
  ExternalReference: '',
  Plants: [],
  Units: [],
};
const partnerBlank = {
  Role: 'CUSTOMER',
  Street: '',
  City: '',
  PostalCode: '',
  Region: '',
  VATRegistration: '',
  DUNSNumber: '',
  Currency: 'EUR',
  PaymentTerms: 'NT30',
  BusinessPartnerStatus: 'A',
  ExternalReference: '',
};
const bomBlank = {
  BillOfMaterialVariant: '01',
  BillOfMaterialUsage: '1',
  BillOfMaterialStatus: '01',
  Revision: 'A',
  HeaderQuantity: '1',
  HeaderUnit: 'ST',
  ValidFrom: '2000-01-01',
  ValidTo: '9999-12-31',
  ExternalReference: '',
  Items: [],
};
const orderBlank = {
  PurchaseOrderByCustomer: '',
  ExternalReference: '',
  Currency: 'EUR',
  ShippingPlant: warehouse,
  OverallStatus: 'A',
};

function required(record: Fields, field: string): void {
  if (textOf(record[field]).trim() === '') throw new ODataError(422, 'GEN/001', `${field} is missing`, field);
}

function checkBom(book: Book, record: Fields): void {
  knownProduct(book, record['Product'], 'Product');
  for (const item of listOf(record['Items'])) {
    const target = `Items/${textOf(item['ItemNumber'])}`;
    knownProduct(book, item['Component'], target);
    requireUnit(item['Unit'], target);
  }
}

function checkOrder(book: Book, record: Fields): void {
  const partner = book.get('BusinessPartners', textOf(record['SoldToParty']));
  if (partner === undefined)
    throw new ODataError(
      422,
      'V1/202',
      `Sold-to party ${textOf(record['SoldToParty'])} does not exist`,
      'SoldToParty',
    );
  if (partner['BusinessPartnerStatus'] === 'B')
    throw new ODataError(422, 'V1/210', 'Sold-to party is blocked', 'SoldToParty');
  const items = listOf(record['Items']);
  if (items.length === 0) throw new ODataError(422, 'V1/301', 'An order has items', 'Items');
  for (const item of items) {
    const target = `Items/${textOf(item['SalesOrderItem'])}`;
    knownProduct(book, item['Product'], target);
    requireUnit(item['Unit'], target);
    if (quantityOf(item, 'RequestedQuantity') === 0)
      throw new ODataError(422, 'V1/331', 'RequestedQuantity is 0', target);
  }
}

/** A quantity of a product at a plant. */
function checkQuantity(book: Book, record: Fields): void {
  knownProduct(book, record['Product'], 'Product');
  required(record, 'Plant');
  requireUnit(record['Unit'], 'Unit');
  if (quantityOf(record, 'Quantity') === 0) throw new ODataError(422, 'M7/021', 'Quantity is 0', 'Quantity');
}

function knownProduct(book: Book, product: unknown, target: string): void {
  if (book.get('Products', textOf(product)) === undefined)
    throw new ODataError(422, 'MM/305', `Product ${textOf(product)} does not exist`, target);
}
