import type { Connection } from '../database/pool.ts';
import type { Json } from '../vocabulary/json.ts';
import type { Problem } from '../vocabulary/problem.ts';
import type { OpenState } from '../vocabulary/states.ts';
import { LATEST_EDIT, type Parked } from './parked.ts';

/** A condition on the table `parked`, and its values from `$1` on. */
export interface ParkedCondition {
  text: string;
  values: unknown[];
}

/** Messages of one interface that would go on when the chosen ones are handed back, in the order of the line. */
export interface ChosenPage {
  interface: string;
  direction: 'in' | 'out';
  messages: ChosenMessage[];
}

export interface ChosenMessage extends Parked {
  /** Not chosen itself: it waits behind one that is. */
  follows: boolean;
  /** One that is not chosen stands before it. */
  blocked: boolean;
}

/** Where the messages of one interface stand. */
interface Places {
  interface: string;
  direction: 'in' | 'out';
  /** In the order of the line, apart by commas. */
  ids: string;
  /** One character for each: whether it `follows` (1), is `blocked` (2), both (3) or neither (0). */
  marks: string;
}

/** Part of the places of one interface. */
interface Page extends Pick<Places, 'interface' | 'direction' | 'marks'> {
  ids: number[];
}

const PAGE = 1000;

/** The chosen messages and those that wait behind them, page by page; the next page is read while one is looked at. */
export async function* readChosen(
  connection: Connection,
  condition: ParkedCondition,
): AsyncGenerator<ChosenPage> {
  const pages = (await readPlaces(connection, condition)).flatMap(cut);
  let ahead = readPage(connection, pages[0]);
  for (const [i, page] of pages.entries()) {
    const messages = await ahead;
    ahead = readPage(connection, pages[i + 1]);
    // Told when the page is asked for.
    ahead.catch(() => {});
    yield { interface: page.interface, direction: page.direction, messages };
  }
}

/** One row for an interface: a hundred thousand rows would cost more than all that is asked of them. */
async function readPlaces(connection: Connection, { text, values }: ParkedCondition): Promise<Places[]> {
  const { rows } = await connection.query<Places>(
    `with chosen as materialized (select id, interface, direction, key, position from parked where ${text}),
     place as (
       select *, 0 as follows from chosen
       union all
       select p.id, p.interface, p.direction, p.key, p.position, 1 from parked p
       where p.state = 'held-behind' and (p.interface, p.key) in (select interface, key from chosen)
         and p.id not in (select id from chosen)
     ), blocker as (
       select distinct on (interface, key) interface, key, position, id from parked
       where state in ('parked', 'retrying') and unblocked is null and (interface, key) in (select interface, key from chosen)
         and id not in (select id from chosen)
       order by interface, key, position, id
     )
     select p.interface, p.direction, string_agg(p.id::text, ',' order by p.position, p.id) as ids,
       string_agg((p.follows + case when (b.position, b.id) < (p.position, p.id) then 2 else 0 end)::text, ''
                  order by p.position, p.id) as marks
     from place p left join blocker b on b.interface = p.interface and b.key = p.key
     group by p.interface, p.direction order by p.interface`,
    values,
  );
  return rows;
}

function cut({ ids: list, marks, ...of }: Places): Page[] {
  const ids = list.split(',').map(Number);
  return Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, i) => {
    const [from, to] = [i * PAGE, (i + 1) * PAGE];
    return { ...of, ids: ids.slice(from, to), marks: marks.slice(from, to) };
  });
}

/** What the pure stages need of a message: of the problem only that it could not be decoded. */
interface MappedRow {
  id: number;
  state: OpenState;
  key: string | null;
  problem: Problem;
  position: number;
  arrived: number | null;
  attempts: number;
  unblocked: boolean;
  document: Json;
}

/** As one JSON text: it is read in a third of the time of as many rows. */
async function readPage(connection: Connection, page: Page | undefined): Promise<ChosenMessage[]> {
  if (!page) return [];
  const { rows } = await connection.query<{ messages: MappedRow[] | null }>({
    name: 'parked-chosen',
    text: `select json_agg(m) as messages from (
             select p.id, p.state, p.key, case when coalesce(e.document, p.document) is null then p.problem end as problem, p.position,
               p.arrived, p.attempts, p.unblocked is not null as unblocked, coalesce(e.document, p.document) as document
             from parked p ${LATEST_EDIT} where p.id = any($1)) m`,
    values: [page.ids],
  });
  const byId = new Map(rows[0]!.messages?.map((row) => [row.id, row]));
  return page.ids.flatMap((id, i) => {
    const row = byId.get(id);
    return row ? [toChosen(row, Number(page.marks[i]))] : [];
  });
}

function toChosen({ key, arrived, unblocked, state, ...row }: MappedRow, mark: number): ChosenMessage {
  return {
    ...row,
    state: state === 'waiting' ? 'parked' : state,
    follows: (mark & 1) > 0,
    blocked: (mark & 2) > 0,
    ...(arrived !== null && { arrived }),
    ...(key !== null && { key }),
    ...(unblocked && { unblocked: true }),
  };
}
