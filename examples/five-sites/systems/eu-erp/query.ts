import type { Fields } from '../plumbing/fields.ts';
import type { Request } from '../plumbing/httpDoor.ts';
import { ODataError } from './errors.ts';

const pageSize = 100;

/** The page of a set that `$filter`, `$orderby`, `$top`, `$skip` and `$skiptoken` ask for. */
export function page(set: string, key: string, records: Iterable<Fields>, request: Request): Fields {
  const { query } = request;
  const accepts = filterOf(query.get('$filter') ?? '');
  const found = [...records].filter(accepts);
  found.sort(orderOf(query.get('$orderby') ?? `LastChangeDateTime,${key}`));
  const skip = wholeNumber(query, '$skiptoken') ?? wholeNumber(query, '$skip') ?? 0;
  const top = wholeNumber(query, '$top') ?? Number.POSITIVE_INFINITY;
  const size = Math.min(pageSize, top);
  const value = found.slice(skip, skip + size);
  const more = skip + size < found.length && top > pageSize;
  return {
    '@odata.context': `$metadata#${set}`,
    ...(query.get('$count') === 'true' ? { '@odata.count': found.length } : {}),
    value,
    ...(more ? { '@odata.nextLink': nextLink(set, query, skip + size, top) } : {}),
  };
}

function nextLink(set: string, query: URLSearchParams, skip: number, top: number): string {
  const next = new URLSearchParams(query);
  next.delete('$skip');
  next.set('$skiptoken', String(skip));
  if (Number.isFinite(top)) next.set('$top', String(top - pageSize));
  return `${set}?${next}`;
}

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new ODataError(400, 'QRY/001', `${name} is not a number: ${text}`);
  return Number(text);
}

const comparisons: Record<string, (a: string, b: string) => boolean> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/** Comparisons joined by `and`; times and text compare as text, whose order is that of time here. */
function filterOf(filter: string): (record: Fields) => boolean {
  if (filter.trim() === '') return () => true;
  const tests = filter.split(/\s+and\s+/).map((part) => {
    const match = /^\s*(\w+)\s+(eq|ne|gt|ge|lt|le)\s+(?:'((?:[^']|'')*)'|(\S+))\s*$/.exec(part);
    if (match === null) throw new ODataError(400, 'QRY/002', `$filter cannot be read: ${part}`);
    const [, field, operator, quoted, bare] = match;
    const value = quoted?.replaceAll("''", "'") ?? instant(bare!);
    return (record: Fields) => comparisons[operator!]!(String(record[field!] ?? ''), value);
  });
  return (record) => tests.every((test) => test(record));
}

/** `2026-03-01T00:00:00Z` as this ERP writes it, with milliseconds. */
function instant(text: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))
    ? new Date(text).toISOString()
    : text;
}

function orderOf(order: string): (a: Fields, b: Fields) => number {
  const terms = order.split(',').map((term) => term.trim().split(/\s+/));
  return (a, b) => {
    for (const [field, direction] of terms) {
      const x = String(a[field!] ?? '');
      const y = String(b[field!] ?? '');
      if (x !== y) return (x < y ? -1 : 1) * (direction === 'desc' ? -1 : 1);
    }
    return 0;
  };
}
