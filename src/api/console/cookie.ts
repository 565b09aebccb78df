import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'lineshaft';
const COOKIE = new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]{43})(?:;|$)`);

/** What the session cookie of a request holds. */
export function sessionCookie({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return COOKIE.exec(headers.cookie ?? '')?.[1];
}

/** Whether the browser speaks TLS, to the hub or to what stands before it. */
export function isOverTls({ protocol, headers }: Pick<FastifyRequest, 'protocol' | 'headers'>): boolean {
  return protocol === 'https' || headers['x-forwarded-proto'] === 'https';
}

/** No script reads it, no other site's page sends it; over TLS it never leaves it. `undefined` takes it away. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string | undefined,
): void {
  const life = secret === undefined ? '; Max-Age=0' : '';
  reply.header(
    'set-cookie',
    `${NAME}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict${life}${isOverTls(request) ? '; Secure' : ''}`,
  );
}
