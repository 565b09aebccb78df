import type pg from 'pg';
import type { Count } from '../plumbing/counts.ts';
import { dirtOf } from '../plumbing/dirt.ts';
import type { Kit } from '../plumbing/kit.ts';
import { finishedCount, isUnused } from '../world/items.ts';
import { naCustomer, naItem } from '../world/keys.ts';
import { random } from '../world/prng.ts';
import type { World } from '../world/world.ts';
import { people } from './codes.ts';
import { planProduction } from './production.ts';

/** What people do in the ERP by themselves: they change masters now and then and plan production for stock. */
export async function letPeopleWork(
  kit: Kit,
  client: pg.ClientBase,
  world: World,
  n: number,
  counts: Count[],
): Promise<void> {
  const r = random(world.seed, 'na-erp', 'people', n);
  const user = r.pick(people);
  const mine = world.items.filter((item) => item.sides.includes('na'));
  const dirt = dirtOf(kit, `edit~${n}`, ['unit-unknown', 'date-zero', 'encoding'] as const);
  if (dirt !== undefined) {
    const item = r.pick(mine.filter((candidate) => isUnused(candidate)));
    await client.query(`update mvx.mitmas set ${mistakes[dirt]}, chg_user = $2 where itno = $1`, [
      naItem(item.index),
      user,
    ]);
    counts.push({ emitted: 'items', dirt });
    return;
  }
  switch (r.int(1, 4)) {
    case 1: {
      const party = r.pick(world.customers.filter((candidate) => candidate.sides.includes('na')));
      await client.query(
        `update mvx.ocusma set tepy = case tepy when 'N30' then 'N60' else 'N30' end, chg_user = $2 where cuno = $1`,
        [naCustomer(party.index), user],
      );
      counts.push({ emitted: 'customers' });
      return;
    }
    case 2: {
      const item = r.pick(mine.filter((candidate) => candidate.index < finishedCount));
      if (
        await planProduction(
          client,
          { itno: naItem(item.index), orqt: String(r.int(5, 40)), unms: 'PCE' },
          counts,
        )
      )
        return;
      break;
    }
    default:
  }
  const item = r.pick(mine.filter((candidate) => !isUnused(candidate)));
  await client.query('update mvx.mitfac set ssqt = $2 where itno = $1', [
    naItem(item.index),
    r.int(0, 30) * 5,
  ]);
  await client.query('update mvx.mitmas set chg_user = $2 where itno = $1', [naItem(item.index), user]);
  counts.push({ emitted: 'items' });
}

const mistakes = {
  'unit-unknown': `unms = 'QQ'`,
  'date-zero': `rgdt = '0000-00-00'`,
  encoding: `itds = left(itds, 40) || ' PumpengehÃ¤use'`,
};
