import type { Instant, Json } from '../../vocabulary/json.ts';

const odataV2 = /^\/Date\((-?[0-9]+)(?:[+-][0-9]{4})?\)\/$/;
const zoned = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(?:Z|[+-][0-9]{2}:?[0-9]{2})$/i;

/**
 * The instant a source states: ISO 8601 with a zone, OData V2 `/Date(ms)/`, Unix seconds or milliseconds.
 * Undefined for anything else: a local time without a zone is no instant.
 */
export function instantOf(value: Json | undefined): Instant | undefined {
  const ms = millisecondsOf(value);
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : undefined;
}

function millisecondsOf(value: Json | undefined): number {
  if (typeof value === 'number') return value < 1e11 ? value * 1000 : value;
  if (typeof value !== 'string') return Number.NaN;
  const v2 = odataV2.exec(value);
  if (v2 !== null) return Number(v2[1]);
  return zoned.test(value) ? Date.parse(value) : Number.NaN;
}
