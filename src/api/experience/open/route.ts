import type { FastifyReply } from 'fastify';
import type { TObject, TSchema } from 'typebox';
import type { Pool } from '../../../database/pool.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Found, Wanted } from '../../../register/find.ts';
import { OVER } from '../../../register/row.ts';
import { readStanding } from '../../../register/standing.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { Api } from '../../typeProvider.ts';
import { sendCsv } from '../listing/csv.ts';
import { cursorOf, placeOf } from '../listing/place.ts';
import { todayAt } from '../today.ts';
import { collect, collectAll } from './collect.ts';
import type { OpenQuery } from './contract.ts';
import { countOpen } from './counts.ts';

export interface OpenParts {
  pool: Pool;
  landscape: Landscape;
}

/** A list of open documents of one entity, as people look at them. */
export interface OpenList<Row, Query extends OpenQuery> {
  /** Under `/experience/v1`. */
  path: string;
  entity: string;
  summary: string;
  query: TObject;
  page: TSchema;
  rowsOf(parts: OpenParts, found: readonly Found[]): Promise<Row[]>;
  /** Whether a row is meant, beyond what records are found by; absent where nothing of the kind was asked. */
  meant(query: Query): ((row: Row) => boolean) | undefined;
  columns: readonly string[];
  lineOf(row: Row): JsonObject;
}

export function openRoute<Row extends { late: boolean; state: string }, Query extends OpenQuery>(
  app: Api,
  parts: OpenParts,
  list: OpenList<Row, Query>,
): void {
  const { path, summary, query: querystring, page, entity } = list;
  const schema = { summary, tags: ['experience'], querystring, response: { 200: page } };
  app.get(path, { schema }, async (request, reply) => {
    const query = request.query as Query;
    const after = placeOf(query.cursor);
    const wanted = wantedOf(entity, query);
    const isMeant = narrowed(list, query);
    const make = async (found: readonly Found[]) =>
      (await list.rowsOf(parts, found)).map((row) =>
        isStill(row, query) && (isMeant?.(row) ?? true) ? row : undefined,
      );
    if (query.format === 'csv')
      return sendCsv(reply as unknown as FastifyReply, entity, list.columns, lines());
    const [{ rows, next }, counts, register] = await Promise.all([
      collect(parts.pool, wanted, after, query.limit ?? 100, make, isMeant !== undefined),
      countOpen(parts.pool, entity, query.site, todayAt(parts.landscape)),
      readStanding(parts.pool),
    ]);
    return { rows, counts, register, ...(next && { next: cursorOf(next) }) };

    async function* lines(): AsyncGenerator<JsonObject[]> {
      for await (const rows of collectAll(parts.pool, wanted, after, make)) yield rows.map(list.lineOf);
    }
  });
}

/** Records are newer than what they were found by: what was done with meanwhile is not shown as open. */
function isStill({ state }: { state: string }, query: OpenQuery): boolean {
  return !OVER.includes(state) && (query.state?.includes(state) ?? true);
}

function narrowed<Row extends { late: boolean; state: string }, Query extends OpenQuery>(
  list: OpenList<Row, Query>,
  query: Query,
): ((row: Row) => boolean) | undefined {
  const meant = list.meant(query);
  if (!query.late) return meant;
  return (row) => row.late && (meant?.(row) ?? true);
}

/** What is late was wanted before tomorrow, at the site that has it first. */
function wantedOf(entity: string, { site, state, text, late }: OpenQuery): Wanted {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  return {
    entity,
    open: true,
    ...(site !== undefined && { site }),
    ...(state && { states: state }),
    ...(text !== undefined && { text }),
    ...(late && { before: tomorrow }),
  };
}
