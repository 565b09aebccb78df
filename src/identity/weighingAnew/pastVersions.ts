import { column } from '../../database/columns.ts';
import type { Queryable } from '../../database/pool.ts';
import type { EntityModel } from '../../quality/checker.ts';
import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import { valueAt } from '../pointer.ts';
import { mayShow } from '../rendering.ts';

/** A version of a record that the ledger still holds, and who brought it. */
export interface PastVersion {
  system: string;
  version: number;
  record: JsonObject;
}

/** Of each thing, the oldest first. */
export async function readPastVersions(
  db: Queryable,
  entity: string,
  keys: readonly string[],
): Promise<Map<string, PastVersion[]>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<{ subject: string; system: string; data: Omit<PastVersion, 'system'> }>({
    name: 'ledger-past-versions',
    text: `select subject, system, data from ledger
           where subject = any(string_to_array($1, E'\\x1e', E'\\x1f')) and entity = $2 and type = $2 || '.changed' order by position`,
    values: [column(keys), entity],
  });
  const found = new Map<string, PastVersion[]>();
  for (const { subject, system, data } of rows) {
    const ofKey = found.get(subject) ?? [];
    found.set(subject, ofKey);
    ofKey.push({ system, version: data.version, record: data.record });
  }
  return found;
}

/** What is known of a record's past. */
export interface Past {
  /** The system by which a value first stood, there or under another attribute; undefined: by none; null: before the ledger begins. */
  firstSaidBy(pointer: string, value: Json): string | null | undefined;
  /** Whether something stood there. */
  hadValue(pointer: string): boolean;
}

export function pastOf(
  { elementKeys }: Pick<EntityModel, 'elementKeys'>,
  versions: readonly PastVersion[],
): Past {
  const isCut = versions[0]?.version !== 1;
  return {
    firstSaidBy: (pointer, value) => {
      const shown = ({ record }: PastVersion) =>
        mayShow(valueAt(record, pointer, elementKeys), value) || holds(record, value);
      const first = versions.find(shown);
      return first && isCut && first === versions[0] ? null : first?.system;
    },
    hadValue: (pointer) =>
      isCut || versions.some(({ record }) => valueAt(record, pointer, elementKeys) !== undefined),
  };
}

/** A system may show under one attribute what was delivered to it under another. */
function holds(within: Json, text: Json): boolean {
  if (Array.isArray(within)) return within.some((each) => holds(each, text));
  if (isObject(within)) return Object.values(within).some((each) => holds(each, text));
  return typeof text === 'string' && within === text;
}

/** Where nothing is known to have been. */
export const NO_PAST: Past = { firstSaidBy: () => undefined, hadValue: () => false };
