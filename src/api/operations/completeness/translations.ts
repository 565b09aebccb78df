import type { Queryable } from '../../../database/pool.ts';
import { allInterfaces } from '../../../landscape/allInterfaces.ts';
import type { CodeAddition, Landscape } from '../../../landscape/landscape.ts';
import type { CompletenessAnswer } from './contract.ts';

type Translations = Omit<CompletenessAnswer['translations'][number], 'share'>;

/** By system and entity: of the units and codes that its mappings ask lists for, how many have a translation, and what waits for the others. */
export async function readTranslations(
  db: Queryable,
  landscape: Landscape,
  lists: ReadonlyMap<string, readonly string[]>,
  translated: readonly CodeAddition[],
): Promise<Translations[]> {
  const untranslated = await readUntranslated(db);
  const words = Map.groupBy(translated, ({ list, system }) => `${system} ${list}`);
  const exchanges = Map.groupBy(allInterfaces(landscape), ({ system, entity }) => `${system} ${entity}`);
  return [...exchanges.values()].flatMap((interfaces) => {
    const { system, entity } = interfaces[0]!;
    const ids = new Set(interfaces.map(({ id }) => id));
    const lacking = untranslated.filter((each) => ids.has(each.interface));
    const asked = new Set([...ids].flatMap((id) => lists.get(id) ?? []));
    return (['units', 'codes'] as const).flatMap((what) => {
      const known = [...asked].filter((list) => kindOf(list) === what);
      const its = lacking.filter(({ list }) => kindOf(list) === what);
      const of = {
        known: known.reduce((sum, list) => sum + (words.get(`${system} ${list}`)?.length ?? 0), 0),
        missing: new Set(its.map(({ list, value }) => `${list} ${value}`)).size,
        parked: its.reduce((sum, { count }) => sum + count, 0),
      };
      return of.known + of.missing === 0 ? [] : [{ system, entity, what, ...of }];
    });
  });
}

function kindOf(list: string): 'units' | 'codes' {
  return list === 'unit' ? 'units' : 'codes';
}

interface Untranslated {
  interface: string;
  list: string;
  value: string;
  count: number;
}

async function readUntranslated(db: Queryable): Promise<Untranslated[]> {
  const { rows } = await db.query<Untranslated>(
    `with counted as (
       select cause, interface, sum(messages)::bigint as count from parked_count
       where state in ('parked', 'retrying') and code = 'code-unknown' group by cause, interface having sum(messages) > 0
     )
     select c.interface, p.problem ->> 'list' as list, p.problem ->> 'value' as value, c.count
     from counted c cross join lateral (
       select problem from parked where cause = c.cause and state in ('parked', 'retrying') order by id limit 1
     ) p where p.problem ->> 'list' is not null`,
  );
  return rows;
}
