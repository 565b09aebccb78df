import { dirtOf } from '../plumbing/dirt.ts';
import { type Fields, listOf } from '../plumbing/fields.ts';
import type { Kit } from '../plumbing/kit.ts';
import { finishedCount, isUnused } from '../world/items.ts';
import { euCustomer, euProduct } from '../world/keys.ts';
import { random } from '../world/prng.ts';
import type { World } from '../world/world.ts';
import { openBook } from './book.ts';
import { people } from './codes.ts';
import { planProduction } from './production.ts';

/** What people do in the ERP by themselves: they change masters now and then and plan production for stock. */
export function letPeopleWork(kit: Kit, world: World): void {
  const book = openBook(kit);
  const n = Number(book.number('edits', 1));
  const r = random(world.seed, 'eu-erp', 'people', n);
  const user = r.pick(people);
  const mine = world.items.filter((item) => item.sides.includes('eu'));
  const dirt = dirtOf(kit, `edit~${n}`, ['unit-unknown', 'encoding'] as const);
  const edit = (index: number, changes: (record: Fields) => Fields) => {
    const record = book.get('Products', euProduct(index))!;
    book.put('Products', euProduct(index), { ...record, ...changes(record) }, user);
  };
  if (dirt !== undefined) {
    const change =
      dirt === 'unit-unknown' ? { BaseUnit: 'QQ' } : { ProductDescription: `PumpengehÃ¤use ${n}` };
    edit(r.pick(mine.filter(isUnused)).index, () => change);
    book.count({ emitted: 'items', dirt });
    book.commit();
    return;
  }
  const choice = r.int(1, 4);
  if (choice === 1) {
    const key = euCustomer(r.pick(world.customers.filter((party) => party.sides.includes('eu'))).index);
    const partner = book.get('BusinessPartners', key)!;
    book.put(
      'BusinessPartners',
      key,
      { ...partner, PaymentTerms: partner['PaymentTerms'] === 'NT30' ? 'NT60' : 'NT30' },
      user,
    );
    book.count({ emitted: 'customers' });
  } else if (choice !== 2 || !planForStock()) {
    const SafetyStock = String(r.int(0, 30) * 5);
    edit(r.pick(mine.filter((item) => !isUnused(item))).index, (record) => ({
      Plants: listOf(record['Plants']).map((plant) => ({ ...plant, SafetyStock })),
    }));
    book.count({ emitted: 'items' });
  }
  book.commit();

  function planForStock(): boolean {
    const item = r.pick(mine.filter((candidate) => candidate.index < finishedCount));
    return planProduction(book, euProduct(item.index), String(r.int(5, 40)));
  }
}
