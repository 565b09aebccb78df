import { below, sameOrigin } from './addresses.ts';
import { byteCount, durationMs } from './amounts.ts';
import { type Authorization, createAuthorization } from './authorization.ts';
import {
  type Agents,
  type Answer,
  type Call,
  type CallLimits,
  call,
  isAnswer,
  type NoAnswer,
  openAgents,
} from './call.ts';
import type { Connection } from './connectionSettings.ts';

/** What the interfaces of one system share. */
export interface Client {
  base: URL;
  /** Reads; follows redirects within the same origin only. */
  get(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer | NoAnswer>;
  /** Writes; a redirect is an answer like any other. */
  send(it: Call, signal: AbortSignal): Promise<Answer | NoAnswer>;
  close(): void;
}

interface Parts {
  agents: Agents;
  authorization: Authorization;
  limits: CallLimits;
  fixed: Record<string, string>;
}

const redirects = new Set([301, 302, 303, 307, 308]);

export function createClient(connection: Connection): Client {
  const base = new URL(connection.url);
  const agents = openAgents(connection.connections ?? 16);
  const limits = {
    timeoutMs: durationMs(connection.timeout ?? '30s'),
    responseLimit: byteCount(connection.responseLimit ?? '16MB'),
  };
  const fixed = {
    accept: 'application/json',
    'accept-language': connection.acceptLanguage ?? 'en',
    'user-agent': 'lineshaft',
    ...lowerCased(connection.headers ?? {}),
  };
  const parts = {
    agents,
    authorization: createAuthorization(connection.auth, agents, limits),
    limits,
    fixed,
  };
  const send =
    connection.csrf === true
      ? withCsrf(parts, base)
      : (it: Call, signal: AbortSignal) => authorized(parts, it, signal);
  return {
    base,
    get: (url, headers, signal) => follow(parts, { method: 'GET', url, headers }, signal),
    send,
    close() {
      agents.plain.destroy();
      agents.secure.destroy();
    },
  };
}

async function authorized(parts: Parts, it: Call, signal: AbortSignal): Promise<Answer | NoAnswer> {
  for (let attempt = 1; ; attempt++) {
    const admission = await parts.authorization.admission(signal);
    if ('detail' in admission) return admission;
    const answer = await call(
      parts.agents,
      { ...it, headers: { ...parts.fixed, ...admission.headers, ...it.headers } },
      parts.limits,
      signal,
    );
    const expired = isAnswer(answer) && answer.status === 401 && attempt === 1;
    if (!expired || !parts.authorization.renew()) return answer;
  }
}

async function follow(parts: Parts, it: Call, signal: AbortSignal): Promise<Answer | NoAnswer> {
  let url = it.url;
  for (let hop = 0; hop < 4; hop++) {
    const answer = await readTwice(parts, { ...it, url }, signal);
    const location = isAnswer(answer) && redirects.has(answer.status) ? answer.headers.location : undefined;
    if (location === undefined) return answer;
    const next = sameOrigin(url, location);
    if (next === undefined) {
      return {
        sent: true,
        detail: `it redirects to another host (${location.slice(0, 200)}), which is not followed`,
      };
    }
    url = next;
  }
  return { sent: true, detail: 'it redirects in a circle' };
}

/** A kept connection may have been closed by the other side just now; reading again is harmless. */
async function readTwice(parts: Parts, it: Call, signal: AbortSignal): Promise<Answer | NoAnswer> {
  const answer = await authorized(parts, it, signal);
  const closed = !isAnswer(answer) && answer.sent && /ECONNRESET|socket hang up/.test(answer.detail);
  return closed && !signal.aborted ? authorized(parts, it, signal) : answer;
}

/** SAP OData V2: a token fetched by GET, bound to a session cookie, and demanded with every write. */
function withCsrf(parts: Parts, base: URL): Client['send'] {
  let session: Record<string, string> | undefined;
  const fetchToken = async (signal: AbortSignal): Promise<{ token: Record<string, string> } | NoAnswer> => {
    const headers = { 'x-csrf-token': 'Fetch' };
    const answer = await follow(parts, { method: 'GET', url: below(base, '/'), headers }, signal);
    if (!isAnswer(answer)) return { ...answer, sent: false };
    const token = answer.headers['x-csrf-token'];
    if (typeof token !== 'string')
      return { sent: false, detail: `it gave no x-csrf-token (status ${answer.status})` };
    const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
    return { token: { 'x-csrf-token': token, ...(cookie === '' ? {} : { cookie }) } };
  };
  return async (it, signal) => {
    for (let attempt = 1; ; attempt++) {
      if (session === undefined) {
        const fetched = await fetchToken(signal);
        if (!('token' in fetched)) return fetched;
        session = fetched.token;
      }
      const answer = await authorized(parts, { ...it, headers: { ...it.headers, ...session } }, signal);
      if (!isAnswer(answer) || !wantsToken(answer) || attempt > 1) return answer;
      session = undefined;
    }
  };
}

function wantsToken(answer: Answer): boolean {
  return answer.status === 403 && String(answer.headers['x-csrf-token']).toLowerCase() === 'required';
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
