import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from '../typeProvider.ts';
import { sessionCookie } from './cookie.ts';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** What the build leaves beside a file, the smallest first. */
const PACKED = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
const YEAR = 'public, max-age=31536000, immutable';
const HIDDEN = { schema: { hide: true } };

/** The console as it was built into `folder`: its files, and for every other address that a browser opens the page that finds its view by itself. */
export function consolePages(app: Api, folder: string): void {
  app.get('/assets/:name', HIDDEN, async (request, reply) => {
    const { name } = request.params as { name: string };
    return sendAsset(folder, name, request as FastifyRequest, reply as unknown as FastifyReply);
  });
  app.get('/*', HIDDEN, async (request, reply) => {
    const { accept = '' } = request.headers;
    if (!accept.includes('text/html')) return reply.callNotFound();
    return sendPage(folder, request as FastifyRequest, reply as unknown as FastifyReply);
  });
}

/** Named by its content: what a browser has of it stays true. */
async function sendAsset(folder: string, name: string, request: FastifyRequest, reply: FastifyReply) {
  const type = TYPES[path.extname(name)];
  if (type === undefined || !/^[\w-][\w.-]*$/.test(name)) return reply.callNotFound();
  const file = path.join(folder, 'assets', name);
  const taken = String(request.headers['accept-encoding'] ?? '');
  reply.headers({ 'content-type': type, 'cache-control': YEAR, vary: 'accept-encoding', ...GUARDS });
  for (const [encoding, ending] of PACKED) {
    if (!taken.includes(encoding)) continue;
    const packed = await readFile(file + ending).catch(() => undefined);
    if (packed) return reply.header('content-encoding', encoding).serializer(asIs).send(packed);
  }
  const plain = await readFile(file).catch(() => undefined);
  return plain ? reply.serializer(asIs).send(plain) : reply.removeHeader('cache-control').callNotFound();
}

async function sendPage(folder: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64url');
  const built = await readFile(path.join(folder, 'index.html'), 'utf8').catch(() => undefined);
  return reply
    .code(built === undefined ? 503 : 200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce),
      ...(sessionCookie(request) !== undefined && { link: askedAtOnce(request.url) }),
      ...GUARDS,
    })
    .serializer(asIs)
    .send(built?.replaceAll('__NONCE__', nonce) ?? NOT_BUILT);
}

/** What the page will ask for first: the browser asks while it loads the scripts. */
function askedAtOnce(url: string): string {
  const paths = ['/console/v1/session', ...(/^\/(\?|$)/.test(url) ? ['/operations/v1/sites'] : [])];
  return paths.map((path) => `<${path}>; rel=preload; as=fetch; crossorigin`).join(', ');
}

const asIs = (body: unknown) => body as string;

const GUARDS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Nothing from elsewhere, nothing inline; Mantine writes its theme as a style element, which the nonce lets. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lineshaft</title>
<h1>The console is not built</h1>
<p>The hub works, and so do its APIs and commands. It is built when the hub starts, unless that failed: the hub's terminal says why.
To build it by hand: <code>npm run console</code>.</p></html>
`;
