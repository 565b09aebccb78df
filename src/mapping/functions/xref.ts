import type { Run } from '../jsonata/run.ts';
import { isAbsent, stop } from './field.ts';

/**
 * `$xref(entity, key[, system])`: inbound the canonical key of a local key, outbound the local key of a canonical one.
 * A key the scope does not know is noted as missing; the mapping goes on with the key itself in its place.
 */
export function xref(run: Run, entity: unknown, key: unknown, system: unknown): string | undefined {
  const found = find(run, '$xref', entity, key, system, true);
  return found ?? (isAbsent(key) ? undefined : String(key));
}

/** `$tryXref`: nothing when the key is not known. */
export function tryXref(run: Run, entity: unknown, key: unknown, system: unknown): string | undefined {
  return find(run, '$tryXref', entity, key, system, false);
}

function find(
  run: Run,
  name: string,
  entity: unknown,
  key: unknown,
  system: unknown,
  required: boolean,
): string | undefined {
  if (isAbsent(key)) return undefined;
  if (typeof entity !== 'string')
    return stop('mapping-failed', `the first argument of ${name} is an entity`, entity);
  if (typeof key === 'object') return stop('mapping-failed', `${name} takes one key, not a list`, key);
  const of = typeof system === 'string' ? system : run.scope.keysOf(entity);
  const found = run.scope.xref(entity, String(key), of);
  if (found === undefined) run.missing.push({ entity, system: of, key: String(key), required });
  return found;
}
