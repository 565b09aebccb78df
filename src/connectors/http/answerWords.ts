import type { Json } from '../../vocabulary/json.ts';
import type { Answer } from './call.ts';
import type { ErrorWhen } from './errorWhen.ts';
import { decodeJson } from './json.ts';
import { textAt, valueAt } from './valueAt.ts';

/** The answer as JSON, when it is some. */
export function documentOf(answer: Answer): Json | undefined {
  const record = answer.cut ? undefined : decodeJson(answer.body)[0];
  return record !== undefined && 'document' in record ? record.document : undefined;
}

// OData V4 and V2, RFC 9457 problems, and what else is common, the most precise first.
const places = [
  'error.message.value',
  'error.message',
  'detail',
  'message',
  'errors.0.message',
  'errors.0',
  'error_description',
  'error',
  'title',
];

/** What the target itself said, cut to 400 characters: out of JSON where it usually is, else the text without tags. */
export function wordsOf(document: Json | undefined, answer?: Answer, place?: string): string {
  const found = [...(place === undefined ? [] : [place]), ...places].map((path) => textAt(document, path));
  const words = found.find((text) => text !== undefined && text !== '') ?? plainText(document, answer);
  return words.length <= 400 ? words : `${words.slice(0, 399)}…`;
}

function plainText(document: Json | undefined, answer: Answer | undefined): string {
  if (document !== undefined) return JSON.stringify(document).slice(0, 400);
  const text = answer?.body.subarray(0, 4096).toString('utf8') ?? '';
  return text
    .replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replace(/[\s\u0000-\u001f]+/g, ' ')
    .trim();
}

/**
 * What the answer's own words declare: an error, `rejected` or `transient`; nothing when all is well; `unsaid` when there is nothing in the
 * answer to tell it by, as in the page of a proxy.
 */
export function declaredError(
  document: Json | undefined,
  when: ErrorWhen | undefined,
): 'rejected' | 'transient' | 'unsaid' | undefined {
  if (when === undefined) return undefined;
  const value = valueAt(document, when.field);
  if (value === undefined) return document === undefined || when.not !== undefined ? 'unsaid' : undefined;
  if (!isError(value, when)) return undefined;
  return when.transient?.includes(value) ? 'transient' : 'rejected';
}

function isError(value: Json, when: ErrorWhen): boolean {
  if (when.in !== undefined) return when.in.includes(value) || (when.transient ?? []).includes(value);
  if (when.not !== undefined) return !when.not.includes(value);
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== false && value !== '' && value !== 0;
}
