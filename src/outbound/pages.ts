import { type Page, readEntityWithHead } from '../ledger/read.ts';
import type { OutboundLine, Outlet } from './outlet.ts';

/** Entries of a full page. */
export const READ = 1000;

/** Reads what comes after a position. */
export type Pages = (position: number) => Promise<Page>;

/** From memory what this process has just appended. Else one page ahead while there is a backlog: the next is there when the last is delivered. */
export function pagesOf(line: OutboundLine, outlet: Outlet): Pages {
  const { entity } = outlet.interface;
  const read = (position: number) => readEntityWithHead(line.pool, entity, position, READ);
  let ahead: { position: number; page: ReturnType<Pages> } | undefined;
  return async (position) => {
    const known = line.tail.after(entity, position, READ);
    if (known) return known;
    const early = ahead?.position === position ? await ahead.page : undefined;
    ahead = undefined;
    // A page that was not full when it was read early may be longer now.
    const page = early?.entries.length === READ ? early : await read(position);
    if (page.entries.length === READ) {
      const next = page.entries.at(-1)!.position;
      ahead = { position: next, page: read(next) };
      // Told when the page is asked for.
      ahead.page.catch(() => {});
    }
    return page;
  };
}
