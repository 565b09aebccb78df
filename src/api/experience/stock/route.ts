import type { FastifyReply } from 'fastify';
import { readStanding } from '../../../register/standing.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import { readCursor, writeCursor } from '../../cursor.ts';
import { refuse } from '../../problems.ts';
import type { Api } from '../../typeProvider.ts';
import { CSV_PAGE, sendCsv } from '../listing/csv.ts';
import { pagesFrom } from '../listing/pagesFrom.ts';
import { StockPage, StockQuery, type StockRow } from './contract.ts';
import { readPlaces, type StockParts, type StockPlace, type StockWanted, stockAt } from './read.ts';

const COLUMNS = [
  'item',
  'name',
  'site',
  'on hand',
  'not free',
  'reserved',
  'available',
  'unit',
  'told at',
  'age in minutes',
  'too old',
  'key',
];

export function stockRoute(app: Api, parts: StockParts): void {
  app.get(
    '/stock',
    {
      schema: {
        summary:
          'Stock by item and site with its age, and what of it is promised; as JSON, page by page, or as CSV',
        tags: ['experience'],
        querystring: StockQuery,
        response: { 200: StockPage },
      },
    },
    async ({ query }, reply) => {
      const wanted = wantedOf(query);
      const after = placeOf(query.cursor);
      if (query.format === 'csv')
        return sendCsv(
          reply as unknown as FastifyReply,
          'stock',
          COLUMNS,
          lines(parts, wanted, after),
        ) as never;
      const { limit = 100 } = query;
      const [places, register] = await Promise.all([
        readPlaces(parts.pool, wanted, after, limit + 1),
        readStanding(parts.pool),
      ]);
      const page = places.slice(0, limit);
      const last = page.at(-1);
      return {
        rows: await stockAt(parts, page),
        promising: parts.landscape.promising !== undefined,
        register,
        ...(places.length > limit && last && { next: writeCursor(last.label, last.item, last.site) }),
      };
    },
  );
}

function wantedOf({ site, text }: StockQuery): StockWanted {
  return { ...(site !== undefined && { site }), ...(text?.trim() && { text }) };
}

function placeOf(cursor: string | undefined): StockPlace | undefined {
  if (cursor === undefined) return undefined;
  const parts = readCursor(cursor, 3);
  if (!Array.isArray(parts)) return refuse(parts);
  const [label, item, site] = parts as [string, string, string];
  return { label, item, site };
}

async function* lines(
  parts: StockParts,
  wanted: StockWanted,
  from: StockPlace | undefined,
): AsyncGenerator<JsonObject[]> {
  const pages = pagesFrom(from, CSV_PAGE, (after: StockPlace | undefined, limit) =>
    readPlaces(parts.pool, wanted, after, limit),
  );
  for await (const places of pages) yield (await stockAt(parts, places)).map(lineOf);
}

function lineOf({
  item,
  site,
  unit,
  onHand,
  notFree,
  reserved,
  available,
  asOf,
  ageSeconds,
  late,
}: StockRow): JsonObject {
  return {
    item: item.number,
    name: item.name ?? null,
    site,
    'on hand': onHand,
    'not free': notFree,
    reserved: reserved ?? null,
    available: available ?? null,
    unit,
    'told at': asOf ?? null,
    'age in minutes': ageSeconds === null ? null : String(Math.round(ageSeconds / 6) / 10),
    'too old': late ? 'yes' : 'no',
    key: item.key,
  };
}
