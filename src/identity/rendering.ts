import { isObject, type Json } from '../vocabulary/json.ts';

/**
 * Whether a system that was given one value may show it as the other: the same, cut short, rounded, in other letters or without accents.
 * `room`: a length that the system is known to keep there, so that nothing shorter was cut by it.
 */
export function mayShow(written: Json | undefined, shown: Json, room = 0): boolean {
  if (Array.isArray(written) && Array.isArray(shown))
    return shown.every((element) => written.some((one) => mayShow(one, element)));
  if (isObject(written) && isObject(shown))
    return Object.entries(shown).every(([name, value]) => mayShow(written[name], value));
  if (!isText(written) || !isText(shown)) return written === shown;
  return mayShowText(String(written), String(shown), room);
}

/** Whether two systems say the same in their own letters: neither is cut or rounded. */
export function alike(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return mayShow(a, b) && mayShow(b, a);
}

/** Text and numbers have a length; all else has none. */
export function lengthOf(value: Json | undefined): number {
  return isText(value) ? String(value).length : 0;
}

function isText(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function mayShowText(written: string, shown: string, room: number): boolean {
  if (written === shown) return true;
  if (DECIMAL.test(written) && DECIMAL.test(shown)) return isRounded(written, shown);
  if (INSTANT.test(written) && DATE.test(shown)) return isCoarser(Date.parse(written), Date.parse(shown));
  return isCut(folded(written), folded(shown), Math.max(room - extraBytes(shown), shown.length));
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/;
const DATE = /^\d{4}-\d\d-\d\d/;
const INSTANT = /^\d{4}-\d\d-\d\dT/;

function isRounded(written: string, shown: string): boolean {
  const difference = Math.abs(Number(written) - Number(shown));
  return difference === 0 || (scaleOf(shown) < scaleOf(written) && difference < 10 ** -scaleOf(shown));
}

function scaleOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}

const UNITS = [86_400_000, 60_000, 1000];

function isCoarser(written: number, shown: number): boolean {
  const unit = UNITS.find((milliseconds) => shown % milliseconds === 0) ?? 1;
  return shown <= written && written - shown < unit;
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase().replace(/\s+/g, ' ').trim();
}

/** A space that the cut left at the end is gone. */
function isCut(written: string, shown: string, length: number): boolean {
  return shown !== '' && (written === shown || written.slice(0, length).trim() === shown);
}

/** Some systems count bytes. */
function extraBytes(text: string): number {
  return Buffer.byteLength(text) - text.length;
}
