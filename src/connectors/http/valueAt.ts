import type { Json } from '../../vocabulary/json.ts';

/**
 * The value at a path such as `d.results` or `lines.0.id`; undefined when it is not there. A name may hold dots
 * itself (`@odata.nextLink`): the whole of what is left is tried first. Only own properties are looked at.
 */
export function valueAt(document: Json | undefined, path: string): Json | undefined {
  if (path === '.') return document;
  if (typeof document !== 'object' || document === null) return undefined;
  if (Object.hasOwn(document, path)) return (document as Record<string, Json>)[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(document, head)) continue;
    const found = valueAt((document as Record<string, Json>)[head], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A scalar as text, for keys, ids and versions; undefined when it is missing, null or a structure. */
export function textAt(document: Json | undefined, path: string): string | undefined {
  const value = valueAt(document, path);
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  return String(value);
}
