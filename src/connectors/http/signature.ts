import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { EndpointRequest } from '../connector.ts';
import { durationMs } from './amounts.ts';
import type { PushAuth } from './pushSettings.ts';

/** Says why a request is not let in; nothing when it is. Sees the raw bytes, before anything is parsed. */
export type Guard = (request: EndpointRequest, now: number) => Problem | undefined;

export function createGuard(auth: PushAuth): Guard {
  return 'key' in auth ? keyGuard(auth.key) : signatureGuard(auth.hmac);
}

function keyGuard(key: { header: string; value: string }): Guard {
  const header = key.header.toLowerCase();
  const expected = Buffer.from(key.value, 'utf8');
  return (request) => {
    const given = request.headers[header];
    if (typeof given !== 'string') return refused(`The header ${key.header} is missing.`);
    const fits = same(Buffer.from(given, 'utf8'), expected);
    return fits ? undefined : refused(`The key in ${key.header} does not fit.`);
  };
}

function signatureGuard(hmac: Extract<PushAuth, { hmac: object }>['hmac']): Guard {
  const { algorithm = 'sha256', encoding = 'hex', prefix = '', timestampHeader } = hmac;
  const header = hmac.header.toLowerCase();
  const template = hmac.signed ?? (timestampHeader === undefined ? '{body}' : '{timestamp}.{body}');
  const bodyAt = template.indexOf('{body}');
  const before = template.slice(0, bodyAt);
  const after = template.slice(bodyAt + '{body}'.length);
  const tolerance = durationMs(hmac.tolerance ?? '5m');

  return (request, now) => {
    const given = request.headers[header];
    if (typeof given !== 'string') return refused(`The header ${hmac.header} is missing.`);
    if (!given.startsWith(prefix))
      return refused(`The signature in ${hmac.header} does not start with "${prefix}".`);
    const timestamp = timestampHeader === undefined ? '' : request.headers[timestampHeader.toLowerCase()];
    if (typeof timestamp !== 'string') return refused(`The header ${timestampHeader} is missing.`);
    const expected = createHmac(algorithm, hmac.secret)
      .update(before.replaceAll('{timestamp}', timestamp))
      .update(request.body)
      .update(after.replaceAll('{timestamp}', timestamp))
      .digest();
    const signature = Buffer.from(given.slice(prefix.length), encoding);
    if (!same(signature, expected)) {
      return refused(`The signature in ${hmac.header} does not fit the body.`);
    }
    if (timestampHeader !== undefined && !(Math.abs(now - instantOf(timestamp)) <= tolerance)) {
      return refused(`The time in ${timestampHeader} is too far from now.`, timestamp);
    }
    return undefined;
  };
}

/** Unix seconds, Unix milliseconds or ISO 8601; NaN when it is none of them. */
function instantOf(text: string): number {
  if (!/^[0-9]+$/.test(text)) return Date.parse(text);
  const amount = Number(text);
  return amount < 1e11 ? amount * 1000 : amount;
}

/** In constant time for equal lengths; only the length of a secret can be told from outside. */
function same(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refused(detail: string, value?: string): Problem {
  return problem('signature-invalid', 'receive', detail, value === undefined ? {} : { value });
}
