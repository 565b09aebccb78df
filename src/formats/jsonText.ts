import type { Json } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { jsonDepthLimit } from './limits.ts';

/**
 * JSON (RFC 8259) to a value. Numbers that a double cannot hold exactly (18-digit identifiers, 0.1234567890123456789,
 * 1e999) come as their text, so that no digit is lost silently. Nesting beyond 200 levels is refused.
 */
export function parseJson(text: string): { document: Json } | { problem: Problem } {
  if (mayBeDeep(text) && isDeep(text)) {
    const detail = `The document is nested deeper than ${jsonDepthLimit} levels`;
    return { problem: problem('document-hostile', 'decode', detail) };
  }
  try {
    return { document: needsCare(text) ? parseExact(text) : (JSON.parse(text) as Json) };
  } catch (error) {
    return { problem: problem('document-malformed', 'decode', `Not JSON: ${(error as Error).message}`) };
  }
}

/**
 * A number that has more than 15 digits or an exponent, or a document that is one number. Strings that look alike
 * only cost time. The first class is written so because the regular expression engine skips ahead with it.
 */
const longNumber = /[^"\w]-?\d(?:[\d.]{15}|[\d.]*[eE])/;
const onlyNumber = /^\s*-?\d/;

function needsCare(text: string): boolean {
  return longNumber.test(text) || onlyNumber.test(text);
}

function parseExact(text: string): Json {
  const revive = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && !isExact(context.source, value)
      ? context.source
      : value;
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown) as Json;
}

function isExact(source: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  return decimalOf(source) === decimalOf(String(value));
}

/** The same text for the same decimal, however it is written: digits without zeros at the ends, and the exponent. */
function decimalOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return '0';
  const scale = Number(exponent) - fraction.length + (significant.length - digits.length);
  return `${sign}${digits}e${scale}`;
}

/** Cheap: a document cannot be deep without that many opening brackets. */
function mayBeDeep(text: string): boolean {
  return text.length > 2 * jsonDepthLimit && hasMany(text, '{') + hasMany(text, '[') > jsonDepthLimit;
}

function hasMany(text: string, bracket: string): number {
  let count = 0;
  for (
    let at = text.indexOf(bracket);
    at !== -1 && count <= jsonDepthLimit;
    at = text.indexOf(bracket, at + 1)
  )
    count++;
  return count;
}

function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === quote) at = endOfString(text, at);
    else if (c === openBrace || c === openBracket) {
      if (++depth > jsonDepthLimit) return true;
    } else if (c === closeBrace || c === closeBracket) depth--;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

export const quote = 0x22;
export const backslash = 0x5c;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
