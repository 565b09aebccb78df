import type { Connection } from '../database/pool.ts';
import { LATEST_EDIT, MAPPED_COLUMNS, type Parked, type ParkedRow, toParked } from './parked.ts';

/** A condition on the table `parked`, and its values from `$1` on. */
export interface Chosen {
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

interface Place {
  id: number;
  interface: string;
  direction: 'in' | 'out';
  key: string | null;
  position: number;
  follows: boolean;
}

const PAGE = 1000;

/** The chosen messages and those that wait behind them, page by page; the next page is read while one is looked at. */
export async function* readChosen(connection: Connection, chosen: Chosen): AsyncGenerator<ChosenPage> {
  const places = await readPlaces(connection, chosen);
  const blockers = await readBlockers(connection, chosen);
  const isBlocked = (place: Place) => {
    const first = blockers.get(`${place.interface} ${place.key}`);
    if (!first) return false;
    return first.position === place.position ? first.id < place.id : first.position < place.position;
  };
  const pages = cut(places);
  let ahead = readPage(connection, pages[0] ?? []);
  for (const [i, page] of pages.entries()) {
    const messages = await ahead;
    ahead = readPage(connection, pages[i + 1] ?? []);
    // Told when the page is asked for.
    ahead.catch(() => {});
    const { interface: id, direction } = page[0]!;
    yield {
      interface: id,
      direction,
      messages: page.flatMap((place): ChosenMessage[] => {
        const message = messages.get(place.id);
        return message ? [{ ...message, follows: place.follows, blocked: isBlocked(place) }] : [];
      }),
    };
  }
}

async function readPlaces(connection: Connection, { text, values }: Chosen): Promise<Place[]> {
  const { rows } = await connection.query<Place>(
    `with chosen as materialized (select id, interface, direction, key, position from parked where ${text})
     select *, false as follows from chosen
     union all
     select p.id, p.interface, p.direction, p.key, p.position, true from parked p
     where p.state = 'held-behind' and (p.interface, p.key) in (select interface, key from chosen)
       and p.id not in (select id from chosen)
     order by interface, position, id`,
    values,
  );
  return rows;
}

/** Where the first message stands that holds a key of theirs and is not chosen, by interface and key. */
async function readBlockers(
  connection: Connection,
  { text, values }: Chosen,
): Promise<ReadonlyMap<string, Pick<Place, 'position' | 'id'>>> {
  const { rows } = await connection.query<Pick<Place, 'interface' | 'key' | 'position' | 'id'>>(
    `with chosen as materialized (select id, interface, key from parked where ${text})
     select distinct on (interface, key) interface, key, position, id from parked
     where state in ('parked', 'retrying') and unblocked is null and (interface, key) in (select interface, key from chosen)
       and id not in (select id from chosen)
     order by interface, key, position, id`,
    values,
  );
  return new Map(rows.map((row) => [`${row.interface} ${row.key}`, row]));
}

function cut(places: readonly Place[]): Place[][] {
  const pages: Place[][] = [];
  for (const place of places) {
    const last = pages.at(-1);
    if (last && last.length < PAGE && last[0]!.interface === place.interface) last.push(place);
    else pages.push([place]);
  }
  return pages;
}

async function readPage(connection: Connection, page: readonly Place[]): Promise<Map<number, Parked>> {
  if (page.length === 0) return new Map();
  const { rows } = await connection.query<ParkedRow>({
    name: 'parked-chosen',
    text: `select ${MAPPED_COLUMNS} from parked p ${LATEST_EDIT} where p.id = any($1)`,
    values: [page.map(({ id }) => id)],
  });
  return new Map(rows.map((row) => [row.id, toParked(row)]));
}
