import type { JsonObject } from '../vocabulary/json.ts';
import { keyPart } from '../vocabulary/keys.ts';
import { textAt } from './read.ts';
import type { EntitySchema, KeyPart } from './schema.ts';
import { hasControls, normalText } from './text.ts';

/**
 * Compiles a key rule: parts joined by `~`, so that every linked hub derives the same key. Undefined when a part is missing,
 * empty or holds control characters. The caller refuses keys over 200 characters.
 */
export function compileKey(parts: readonly KeyPart[]): (record: JsonObject) => string | undefined {
  const readers = parts.map(compilePart);
  return (record) => {
    let key = '';
    for (const read of readers) {
      const part = read(record);
      if (part === undefined) return undefined;
      key = key === '' ? part : `${key}~${part}`;
    }
    return key;
  };
}

function compilePart(part: KeyPart): (record: JsonObject) => string | undefined {
  if ('text' in part) return () => part.text;
  return (record) => {
    const text = textAt(record, part.path);
    if (text !== undefined && hasControls(text.trim())) return undefined;
    const normal = text === undefined ? '' : normalText(text);
    if (normal === '') return part.else;
    return part.canonical ? normal : keyPart(normal);
  };
}

/** Compiles what order holds within: the first alternative whose attributes are all there, else the key itself. */
export function compilePartition(schema: EntitySchema): (key: string, record: JsonObject) => string {
  const alternatives = schema['x-partition']
    .filter((parts) => !isKey(parts))
    .map((parts) => compileKey(parts));
  return (key, record) => {
    for (const alternative of alternatives) {
      const partition = alternative(record);
      if (partition !== undefined) return partition;
    }
    return key;
  };
}

function isKey(parts: readonly KeyPart[]): boolean {
  return parts.length === 1 && 'path' in parts[0]! && parts[0].path === 'key';
}
