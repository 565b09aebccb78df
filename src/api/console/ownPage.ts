import type { FastifyRequest } from 'fastify';

/**
 * Whether the console's own page asks, and not a page of somebody else in the same browser. Browsers say so themselves, in headers that no page can
 * set; the cookie's SameSite is the second lock. Another port of this machine is the same site to a cookie, but not to these headers.
 */
export function fromOwnPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  // Safari before 16.4, and whoever reaches the hub without TLS by another name than localhost.
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
}
