import { type Agents, type Call, type CallLimits, call, isAnswer, type NoAnswer } from './call.ts';
import type { Auth } from './connectionSettings.ts';

/** The headers that let a call in. */
export interface Authorization {
  admission(signal: AbortSignal): Promise<{ headers: Record<string, string> } | NoAnswer>;
  /** The target no longer takes them; true when new ones can be had. */
  renew(): boolean;
}

export function createAuthorization(
  auth: Auth | undefined,
  agents: Agents,
  limits: CallLimits,
): Authorization {
  if (auth !== undefined && 'oauth2' in auth) return clientCredentials(auth.oauth2, agents, limits);
  const fixed = fixedHeaders(auth);
  return { admission: async () => ({ headers: fixed }), renew: () => false };
}

function fixedHeaders(auth: Exclude<Auth, { oauth2: object }> | undefined): Record<string, string> {
  if (auth === undefined) return {};
  if ('bearer' in auth) return { authorization: `Bearer ${auth.bearer}` };
  if ('basic' in auth)
    return { authorization: `Basic ${base64(`${auth.basic.user}:${auth.basic.password}`)}` };
  return { [auth.apiKey.header.toLowerCase()]: auth.apiKey.value };
}

interface Token {
  headers: Record<string, string>;
  /** By the clock that never jumps. */
  until: number;
}

/** OAuth 2 client credentials (RFC 6749 4.4): one token for all calls, asked for anew shortly before it ends. */
function clientCredentials(
  oauth2: Extract<Auth, { oauth2: object }>['oauth2'],
  agents: Agents,
  limits: CallLimits,
): Authorization {
  let token: Token | undefined;
  let asking: Promise<Token | NoAnswer> | undefined;
  const request = tokenRequest(oauth2);
  const ask = async (signal: AbortSignal) => {
    const answer = await call(agents, request, limits, signal);
    if (!isAnswer(answer))
      return { sent: false, detail: `${request.url.origin} gave no token: ${answer.detail}` };
    return tokenOf(answer.status, answer.body) ?? tokenRefused(answer.status, request.url);
  };
  return {
    async admission(signal) {
      if (token !== undefined && token.until > performance.now()) return token;
      asking ??= ask(signal).finally(() => (asking = undefined));
      const got = await asking;
      if ('detail' in got) return got;
      token = got;
      return got;
    },
    renew() {
      token = undefined;
      return true;
    },
  };
}

function tokenRequest(oauth2: Extract<Auth, { oauth2: object }>['oauth2']): Call {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (oauth2.scope !== undefined) form.set('scope', oauth2.scope);
  const client = `${encodeURIComponent(oauth2.clientId)}:${encodeURIComponent(oauth2.clientSecret)}`;
  return {
    method: 'POST',
    url: new URL(oauth2.tokenUrl),
    headers: {
      authorization: `Basic ${base64(client)}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: form.toString(),
  };
}

function tokenOf(status: number, body: Buffer): Token | undefined {
  if (status !== 200) return undefined;
  try {
    const { access_token: token, expires_in: seconds } = JSON.parse(body.toString('utf8'));
    if (typeof token !== 'string' || token === '') return undefined;
    const lasts = Number.isFinite(Number(seconds)) && seconds !== undefined ? Number(seconds) : 300;
    return {
      headers: { authorization: `Bearer ${token}` },
      until: performance.now() + Math.max(lasts - 30, 1) * 1000,
    };
  } catch {
    return undefined;
  }
}

function tokenRefused(status: number, url: URL): NoAnswer {
  return { sent: false, detail: `${url.origin}${url.pathname} gave no token: it answered ${status}` };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
