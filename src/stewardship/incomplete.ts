import type { Queryable } from '../database/pool.ts';
import { missingOf, siteOfAttribute } from '../identity/missing.ts';
import { sayingOf, systemOf, type Told } from '../identity/told.ts';
import type { Landscape } from '../landscape/landscape.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';
import { MOST_OF_A_KIND } from './workSource.ts';

/** Attributes of a new thing that one site is asked for, since systems wait for them. */
export interface Lack {
  entity: string;
  key: string;
  /** Whose the attributes are: the site they belong to, else that of the system which told the thing first. */
  site?: string;
  /** `sites.detroit.planner`. */
  missing: string[];
  /** Interfaces that wait. */
  waiting: string[];
  since: Instant;
}

/** Of the things that wait the first state that did: it is asked for since then, whatever the thing became meanwhile. */
const READ = {
  name: 'incomplete-read',
  text: `
    select p.entity, l.subject as key, p.interface, r.data, r.told,
           (select min(q.received_at) from parked q where q.interface = p.interface and q.key = p.key and q.code = 'incomplete') as since
    from parked p join ledger l on l.position = p.position join record r on r.entity = p.entity and r.key = l.subject
    where p.direction = 'out' and p.code = 'incomplete' and p.state = 'parked'
      and ($1::text is null or p.entity = $1) and ($2::text is null or l.subject = $2)
    order by since, l.subject limit ${MOST_OF_A_KIND}`,
};

interface Row {
  entity: string;
  key: string;
  interface: string;
  data: JsonObject;
  told: Told | null;
  since: Instant;
}

/** What new things lack, by thing and by the site that is asked; of what the systems require by the landscape in force. */
export async function readLacks(
  db: Queryable,
  landscape: Pick<Landscape, 'systems'>,
  filter: { entity?: string; key?: string },
): Promise<Lack[]> {
  const { rows } = await db.query<Row>({ ...READ, values: [filter.entity ?? null, filter.key ?? null] });
  const lacks = new Map<string, Lack>();
  for (const row of rows)
    for (const attribute of missingOf(row.data, requiredBy(row.interface, landscape))) {
      const { entity, key, interface: id, since } = row;
      const site = siteOfAttribute(attribute) ?? homeOf(row, landscape);
      const name = `${entity} ${key} ${site}`;
      const known = lacks.get(name) ?? {
        entity,
        key,
        ...(site && { site }),
        missing: [],
        waiting: [],
        since,
      };
      lacks.set(name, known);
      if (!known.missing.includes(attribute)) known.missing.push(attribute);
      if (!known.waiting.includes(id)) known.waiting.push(id);
    }
  return [...lacks.values()];
}

/** The same as long as the site is asked: `itm_01JN7Q…@detroit`. */
export function lackId({ key, site }: Lack): string {
  return site === undefined ? key : `${key}@${site}`;
}

function requiredBy(id: string, { systems }: Pick<Landscape, 'systems'>): readonly string[] {
  const [system = '', name = ''] = id.split('/', 2);
  const declared = systems.get(system)?.interfaces.get(name);
  return declared?.direction === 'target' ? declared.requires : [];
}

/** The site of the system that told it first. */
function homeOf({ told }: Row, { systems }: Pick<Landscape, 'systems'>): string | undefined {
  const saying = told ? sayingOf(told, '') : undefined;
  return saying && systems.get(systemOf(saying))?.site;
}
