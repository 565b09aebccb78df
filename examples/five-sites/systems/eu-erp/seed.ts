import type { Count } from '../plumbing/counts.ts';
import type { Fields } from '../plumbing/fields.ts';
import type { Note } from '../plumbing/journal.ts';
import type { Kit } from '../plumbing/kit.ts';
import type { Change } from '../plumbing/store.ts';
import { type Bom, plantsOf } from '../world/boms.ts';
import { finishedCount, type Item, madeCount } from '../world/items.ts';
import { euCustomer, euProduct, euSupplier } from '../world/keys.ts';
import type { Party } from '../world/parties.ts';
import type { World } from '../world/world.ts';
import {
  decimal,
  people,
  plants,
  productStatus,
  productTypes,
  stockTypes,
  terms,
  tracking,
  units,
  warehouse,
} from './codes.ts';

/** Fills an empty ERP with its part of the world, as of two hours ago. */
export function seed(kit: Kit, world: World): void {
  if (kit.store.collection('Products').size > 0) return;
  const boms = world.boms.filter((bom) => bom.side === 'eu');
  let clock = Date.now() - 7_200_000;
  const changes: Change[] = [];
  const counts: Count[] = [];
  const add = (set: string, key: string, record: Fields, index: number, count: Count) => {
    const stamp = {
      LastChangeDateTime: new Date(clock++).toISOString(),
      LastChangedByUser: people[index % people.length],
    };
    changes.push({ in: set, key, value: { version: 1, record: { ...record, ...stamp } } });
    counts.push(count);
  };
  for (const item of world.items.filter((candidate) => candidate.sides.includes('eu')))
    add(
      'Products',
      euProduct(item.index),
      product(item, boms),
      item.index,
      item.dirty ? { emitted: 'items', dirt: item.dirty } : { emitted: 'items' },
    );
  for (const [index, bom] of boms.entries()) {
    const key = String(index + 1).padStart(8, '0');
    add('BillsOfMaterial', key, billOfMaterial(key, bom, world), index, { emitted: 'boms' });
  }
  for (const party of world.customers.filter((candidate) => candidate.sides.includes('eu')))
    add(
      'BusinessPartners',
      euCustomer(party.index),
      partner(euCustomer(party.index), 'CUSTOMER', party),
      party.index,
      { emitted: 'customers' },
    );
  for (const party of world.suppliers.filter((candidate) => candidate.sides.includes('eu')))
    add(
      'BusinessPartners',
      euSupplier(party.index),
      partner(euSupplier(party.index), 'SUPPLIER', party),
      party.index,
      { emitted: 'suppliers' },
    );
  for (const record of stock(world)) add('Stock', String(record['StockID']), record, 0, { emitted: 'stock' });
  kit.write([...changes, ...stock(world).flatMap((record) => kit.journal.note(stockNote(record)))], counts);
}

function stockNote(record: Fields): Note {
  return { told: 'stock', id: String(record['StockID']), state: String(record['Quantity']) };
}

function product(item: Item, boms: Bom[]): Fields {
  const own = boms.find((bom) => bom.item === item.index)?.plant;
  const users = boms
    .filter((bom) => bom.lines.some((line) => line.item === item.index))
    .map((bom) => bom.plant);
  const sites = new Set<string>([
    ...users,
    ...(own ? [own] : []),
    ...(item.index < finishedCount ? ['rotterdam'] : []),
  ]);
  if (sites.size === 0) sites.add(plantsOf.eu[item.index % 2]!);
  return {
    Product: euProduct(item.index),
    ProductDescription: item.nameDe,
    ProductType: productTypes[item.type],
    ProductGroup: `${item.segment === 'pumps' ? '10' : '20'}${(item.index % 9) + 1}0${item.type === 'component' ? '-C' : ''}`,
    BaseUnit: units[item.unit],
    CrossPlantStatus: productStatus[item.status],
    BatchManagement: tracking[item.tracking],
    GlobalTradeItemNumber: item.gtin,
    NetWeight: decimal(item.netKg),
    GrossWeight: decimal(item.grossKg),
    WeightUnit: 'KG',
    ExternalReference: '',
    Plants: [...sites].map((site) => ({
      Plant: plants[site],
      ProcurementType: item.index < madeCount && site === own ? 'E' : 'F',
      PlannedDeliveryDays: item.leadDays,
      SafetyStock: String(item.safetyStock),
      Status: '',
    })),
    Units: item.byDozen ? [{ AlternativeUnit: 'DZ', Numerator: 12, Denominator: 1 }] : [],
  };
}

function billOfMaterial(key: string, bom: Bom, world: World): Fields {
  return {
    BillOfMaterial: key,
    BillOfMaterialVariant: '01',
    Product: euProduct(bom.item),
    Plant: plants[bom.plant],
    BillOfMaterialUsage: '1',
    BillOfMaterialStatus: '01',
    Revision: bom.revision,
    HeaderQuantity: String(bom.batch),
    HeaderUnit: units[world.items[bom.item]!.unit],
    ValidFrom: bom.from,
    ValidTo: '9999-12-31',
    ExternalReference: '',
    Items: bom.lines.map((line, index) => ({
      ItemNumber: String((index + 1) * 10).padStart(4, '0'),
      ItemCategory: 'L',
      Component: euProduct(line.item),
      Quantity: decimal(line.quantity * bom.batch),
      Unit: units[line.unit],
      ScrapPercent: String(line.scrapPercent),
    })),
  };
}

function partner(key: string, role: string, party: Party): Fields {
  return {
    BusinessPartner: key,
    Role: role,
    Name: party.name,
    Street: party.street,
    City: party.city,
    PostalCode: party.postalCode,
    Region: party.region,
    Country: party.country,
    VATRegistration: party.vat ?? '',
    DUNSNumber: party.duns,
    Currency: party.currency,
    PaymentTerms: terms[party.terms],
    BusinessPartnerStatus: 'A',
    ExternalReference: '',
  };
}

function stock(world: World): Fields[] {
  return world.stock
    .filter((row) => row.side === 'eu')
    .map((row) => {
      const location = row.site === 'rotterdam' || row.item < madeCount ? '0001' : '0002';
      const type = stockTypes[row.status];
      const Product = euProduct(row.item);
      const Plant = row.site === 'rotterdam' ? warehouse : plants[row.site];
      return {
        StockID: `${Product}~${Plant}~${location}~~${type}`,
        Product,
        Plant,
        StorageLocation: location,
        Batch: '',
        StockType: type,
        Quantity: String(row.quantity),
        ReservedQuantity: '0',
        Unit: units[world.items[row.item]!.unit],
      };
    });
}
