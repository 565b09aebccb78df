import { instantOf, localToUtc, type Offsets } from './zones.ts';

/** Reads one text. A date as `YYYY-MM-DD`, a time as Instant, undefined when the text does not fit. */
export type DateReader = (text: string, offsets: Offsets) => string | undefined;

const fields: Record<string, string> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<shortYear>\\d{2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<millisecond>\\d{3})',
  XXX: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
};

const iso =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?<offset>Z|[+-]\d{2}:?\d{2})?)?$/;

/** The reader of a pattern; text when the pattern itself is wrong, in words. */
export function dateReader(pattern: string): DateReader | string {
  if (pattern === 'ISO') return (text, offsets) => read(iso.exec(text), offsets);
  if (pattern === 'unix') return (text) => epoch(/^-?\d{1,12}(\.\d{1,9})?$/.exec(text)?.[0], 1000);
  if (pattern === 'unixms') return (text) => epoch(/^-?\d{1,15}$/.exec(text)?.[0], 1);
  if (pattern === '/Date()/')
    return (text) => epoch(/^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1], 1);
  return patternReader(pattern);
}

function patternReader(pattern: string): DateReader | string {
  const parts = pattern.match(/yyyy|yy|MM?|dd?|HH?|mm|ss|SSS|XXX|'[^']*'|[A-Za-z]|[^A-Za-z']/g) ?? [];
  const unknown = parts.find((part) => /^[A-Za-z]/.test(part) && fields[part] === undefined);
  if (unknown !== undefined) return `the date pattern "${pattern}" holds ${unknown}, which means nothing`;
  const used = parts.filter((part) => fields[part] !== undefined);
  const kinds = new Set(used.map((part) => part[0]));
  if (kinds.size !== used.length || !['y', 'M', 'd'].every((kind) => kinds.has(kind))) {
    return `the date pattern "${pattern}" must name year, month and day once each, as in yyyyMMdd`;
  }
  const source = parts.map((part) => fields[part] ?? literal(part.replaceAll("'", '')));
  const expression = new RegExp(`^${source.join('')}$`);
  return (text, offsets) => read(expression.exec(text), offsets);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function read(match: RegExpExecArray | null, offsets: Offsets): string | undefined {
  if (match === null) return undefined;
  const part = match.groups as Record<string, string | undefined>;
  const year = part['year'] === undefined ? centuryOf(Number(part['shortYear'])) : Number(part['year']);
  const [month, day] = [Number(part['month']), Number(part['day'])];
  if (!isDay(year, month, day)) return undefined;
  if (part['hour'] === undefined) return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const [hour, minute, second] = [
    Number(part['hour']),
    Number(part['minute'] ?? 0),
    Number(part['second'] ?? 0),
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const millisecond = Number((part['millisecond'] ?? part['fraction'] ?? '0').padEnd(3, '0').slice(0, 3));
  const local = instantOf(year, month, day, hour, minute, second, millisecond);
  return toInstant(
    part['offset'] === undefined ? localToUtc(local, offsets) : local - offsetOf(part['offset']),
  );
}

/** Two digits: 1970 to 2069. */
function centuryOf(short: number): number {
  return short < 70 ? 2000 + short : 1900 + short;
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  if (month !== 2) return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
  return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

function epoch(digits: string | undefined, factor: number): string | undefined {
  return digits === undefined ? undefined : toInstant(Math.round(Number(digits) * factor));
}

function toInstant(milliseconds: number): string | undefined {
  const latest = 253_402_300_799_999;
  if (milliseconds > latest || milliseconds < -62_135_596_800_000) return undefined;
  return new Date(milliseconds).toISOString();
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
