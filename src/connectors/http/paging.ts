import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { sameOrigin } from './addresses.ts';
import type { Paging } from './pollSettings.ts';
import { textAt } from './valueAt.ts';

/** Which page of a list: kept in the cursor, so that reading goes on there. */
export type PageAt = { link: string } | { number: number } | { cursor: string };

/** The address of a page; `start` is that of the whole list. */
export function pageUrl(start: URL, paging: Paging, at: PageAt | undefined): URL | Problem {
  if (paging === 'none' || 'nextLink' in paging) {
    return at !== undefined && 'link' in at ? linkedUrl(start, at.link) : start;
  }
  const url = new URL(start);
  if ('cursor' in paging) {
    if (at !== undefined && 'cursor' in at) url.searchParams.set(paging.cursor.param, at.cursor);
    return url;
  }
  const numbered = 'page' in paging ? paging.page : paging.offset;
  url.searchParams.set(numbered.param, String(numberOf(paging, at)));
  if (numbered.sizeParam !== undefined) url.searchParams.set(numbered.sizeParam, String(numbered.size));
  return url;
}

/**
 * The page after this one; undefined at the end of the list. `sizeIsKept`: the server once gave a full page, so that
 * a shorter one is the last. Until then it may be one that gives less than asked for, and only an empty page ends.
 */
export function nextPage(
  paging: Paging,
  page: { url: URL; at: PageAt | undefined; document: Json; count: number; sizeIsKept: boolean },
): PageAt | undefined | Problem {
  if (paging === 'none') return undefined;
  if ('nextLink' in paging) {
    const link = linkIn(page.document, paging.nextLink.field);
    if (link === undefined) return undefined;
    const url = linkedUrl(page.url, link);
    return 'code' in url ? url : { link: url.href };
  }
  if ('cursor' in paging) {
    const cursor = textAt(page.document, paging.cursor.field);
    return cursor === undefined || cursor === '' ? undefined : { cursor };
  }
  const { size } = 'page' in paging ? paging.page : paging.offset;
  const last = page.count === 0 || (page.sizeIsKept && page.count < size);
  const step = 'page' in paging ? 1 : page.count;
  return last ? undefined : { number: numberOf(paging, page.at) + step };
}

function numberOf(paging: Exclude<Paging, 'none'>, at: PageAt | undefined): number {
  if (at !== undefined && 'number' in at) return at.number;
  return 'page' in paging ? (paging.page.first ?? 1) : 0;
}

function linkIn(document: Json, field: string | undefined): string | undefined {
  const places = field === undefined ? ['@odata.nextLink', 'd.__next'] : [field];
  return places.map((place) => textAt(document, place)).find((link) => link !== undefined && link !== '');
}

function linkedUrl(current: URL, link: string): URL | Problem {
  const url = sameOrigin(current, link);
  if (url !== undefined) return url;
  return problem(
    'document-hostile',
    'receive',
    `The next page leads to another host: ${link.slice(0, 200)}.`,
    {
      advice: 'The hub reads only from the host of the connection; have the system give links to itself.',
    },
  );
}

export function isPageAt(value: Json | undefined): value is JsonObject & PageAt {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { link, number, cursor } = value;
  return typeof link === 'string' || typeof number === 'number' || typeof cursor === 'string';
}
