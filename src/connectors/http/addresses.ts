import type { Json } from '../../vocabulary/json.ts';
import { textAt } from './valueAt.ts';

/** The address of a path below the base: its own path is kept, and the origin cannot change. */
export function below(base: URL, path: string, query: Record<string, string> = {}): URL {
  const root = base.pathname.replace(/\/+$/, '');
  const url = new URL(base.origin + root + (path.startsWith('/') ? path : `/${path}`));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** A link the server gave, relative or absolute; nothing when it leads to another origin: it may not steer the hub. */
export function sameOrigin(current: URL, link: string): URL | undefined {
  const next = URL.canParse(link, current.href) ? new URL(link, current) : undefined;
  return next?.origin === current.origin && next.username === '' ? next : undefined;
}

/**
 * A path template with its values filled in, percent-encoded. A value between single quotes is an OData string, in
 * which a quote is doubled. An answer of type object says which value is missing or would change the path.
 */
export function fillPath(
  template: string,
  document: Json,
  own: Record<string, string | undefined>,
): string | { field: string; detail: string } {
  let wrong: { field: string; detail: string } | undefined;
  const path = template.replace(/(')?\{([^{}]+)\}/g, (_match, quote: string | undefined, field: string) => {
    const value = (Object.hasOwn(own, field) ? own[field] : undefined) ?? textAt(document, field);
    if (value === undefined || value === '') wrong ??= { field, detail: `"${field}" is empty` };
    else if (value.length > 500 || /[\u0000-\u001f\u007f]/.test(value) || !value.isWellFormed()) {
      wrong ??= { field, detail: `"${field}" is too long or holds control characters` };
    } else return (quote ?? '') + encode(quote === undefined ? value : value.replaceAll("'", "''"));
    return '';
  });
  if (wrong === undefined && isTraversal(path)) {
    return { field: template, detail: `the path ${path.slice(0, 200)} leads out of itself` };
  }
  return wrong ?? path;
}

function encode(value: string): string {
  return encodeURIComponent(value).replaceAll("'", '%27');
}

/** `.` and `..` stay as they are under percent-encoding, and a URL parser would resolve them. */
function isTraversal(path: string): boolean {
  return path
    .split(/[?#]/, 1)[0]!
    .split('/')
    .some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
}
