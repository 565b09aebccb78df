/** Calendar days and instants in normal form (ISO 8601). Values that legacy systems write for "none" read as absent. */
export type Reading = { value: string } | 'absent' | { expected: string };

const day = /^(\d{4})-?(\d{2})-?(\d{2})$/;
const instant =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})?$/;
/** The common case, told without captures: days 29 to 31 and anything odd take the long way. */
const normalInstant =
  /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const none = new Set(['0000-00-00', '0001-01-01', '1900-01-01', '9999-12-31']);
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const expectedDay = 'a calendar day, YYYY-MM-DD';
const expectedInstant = 'an instant with its zone, 2025-03-01T08:15:30.000Z';

/** `YYYY-MM-DD` or `YYYYMMDD` as a day; `0000-00-00`, `1900-01-01` and `9999-12-31` say that there is none. */
export function readDay(text: string): Reading {
  const parts = day.exec(text);
  if (parts === null) return { expected: expectedDay };
  const value = `${parts[1]}-${parts[2]}-${parts[3]}`;
  if (none.has(value)) return 'absent';
  return isDay(value) ? { value } : { expected: `${expectedDay} that exists` };
}

/** An ISO 8601 date-time with `Z` or an offset, as UTC with milliseconds; digits beyond are cut. */
export function readInstant(text: string): Reading {
  if (normalInstant.test(text) && !text.startsWith('1900-01-01')) return { value: text };
  const parts = instant.exec(text);
  if (parts === null) return noneOr(text, expectedInstant);
  if (none.has(parts[1]!)) return 'absent';
  if (parts[6] === undefined)
    return { expected: `${expectedInstant}; read local time with $date in the mapping` };
  if (!isDay(parts[1]!) || Number(parts[2]) > 23 || Number(parts[3]) > 59 || Number(parts[4] ?? 0) > 59) {
    return { expected: `${expectedInstant} that exists` };
  }
  if (isNormal(text)) return { value: text };
  return { value: utc(parts) };
}

/** A day or an instant, whichever the text is. */
export function readMoment(text: string): Reading {
  return text.length <= 10 ? readDay(text) : readInstant(text);
}

function noneOr(text: string, expected: string): Reading {
  return readDay(text) === 'absent' ? 'absent' : { expected };
}

function isNormal(text: string): boolean {
  return text.length === 24 && text.charCodeAt(10) === 84 && text.charCodeAt(23) === 90 && text[19] === '.';
}

function utc(parts: RegExpExecArray): string {
  const [, date, hour, minute, second = '00', fraction = '', zone] = parts;
  const local = Date.parse(`${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  return new Date(local - offset(zone!)).toISOString();
}

function offset(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone[0] === '-' ? -minutes : minutes) * 60_000;
}

function isDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const dayOfMonth = Number(text.slice(8, 10));
  if (year < 1000 || month < 1 || month > 12 || dayOfMonth < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return dayOfMonth <= (leap ? 29 : monthDays[month - 1]!);
}
