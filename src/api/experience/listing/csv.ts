import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { csv } from '../../../formats/csv.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';

/** Rows that are read and written at once: what an export holds in memory, however long it is. */
export const CSV_PAGE = 1000;

/** Sends rows page by page, as fast as they are taken, as a file that spreadsheets open. */
export function sendCsv(
  reply: FastifyReply,
  name: string,
  columns: readonly string[],
  pages: AsyncIterable<readonly JsonObject[]>,
): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
    })
    .send(Readable.from(textOf([...columns], pages)));
}

async function* textOf(
  columns: string[],
  pages: AsyncIterable<readonly JsonObject[]>,
): AsyncGenerator<Buffer> {
  const [first, next] = [csv({ columns }), csv({ columns, header: false })];
  yield Buffer.concat([Buffer.from('\uFEFF'), first.encode([])]);
  for await (const rows of pages) if (rows.length > 0) yield Buffer.from(next.encode(rows.map(plain)));
}

/** What is compound is written as JSON. Text that a spreadsheet would take for a formula gets a quote before it. */
function plain(row: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value !== null && typeof value === 'object') return [name, JSON.stringify(value)];
      return [name, typeof value === 'string' && isFormula(value) ? `'${value}` : value];
    }),
  );
}

function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text);
}
