import { column, fromColumns } from '../database/columns.ts';
import type { Queryable } from '../database/pool.ts';
import { isKey } from '../vocabulary/keys.ts';

export interface LocalReference {
  system: string;
  entity: string;
  localKey: string;
}
export interface CanonicalReference {
  system: string;
  entity: string;
  key: string;
}

/**
 * The cross-references (system, entity, local key) ↔ canonical key, with those lately used in memory. A cross-reference once committed
 * changes its key only when things are merged or parted, and is forgotten then; what is not remembered is looked up, many at once. A merged
 * key leads to what it was merged into, under the key that has in the system by itself.
 */
export interface CrossReferences {
  /** From memory alone; undefined: not known, or not remembered. */
  canonical(system: string, entity: string, localKey: string): string | undefined;
  local(system: string, entity: string, key: string): string | undefined;
  /** Brings what the database knows of these into memory. */
  fetchCanonical(db: Queryable, references: readonly LocalReference[]): Promise<void>;
  fetchLocal(db: Queryable, references: readonly CanonicalReference[]): Promise<void>;
  /** Call after the commit that made it true. */
  remember(system: string, entity: string, localKey: string, key: string): void;
  /** What a key was merged into, of those that `fetchLocal` was asked about. */
  mergedInto(key: string): string | undefined;
  /** What leads to or from these canonical keys: they were merged, or parted. */
  forget(keys: ReadonlySet<string>): void;
}

const FETCH_CANONICAL = {
  name: 'xref-canonical',
  text: `select o.system, o.entity, o.local_key, o.key
         from ${fromColumns(['text', 'text', 'text'])} as w (system, entity, local_key)
         join observation o using (system, entity, local_key)`,
};

/** `offset 0` keeps the search by key first: a thing has few local keys, a system many things. */
const FETCH_LOCAL = {
  name: 'xref-local',
  text: `select w.system, w.entity, o.local_key, coalesce(m.root, w.key) as key, w.key as asked
         from ${fromColumns(['text', 'text', 'text'])} as w (system, entity, key)
         left join merged_key m on m.key = w.key
         left join lateral (
           select local_key, merged_from, system, entity from observation where key = coalesce(m.root, w.key) offset 0
         ) o on o.system = w.system and o.entity = w.entity
         where o.local_key is not null or m.root is not null
         order by o.merged_from is null, o.local_key`,
};

interface Row {
  system: string;
  entity: string;
  /** Null: of a merged key that the system does not know. */
  local_key: string | null;
  key: string;
  asked?: string;
}

export function createCrossReferences(capacity = 500_000): CrossReferences {
  const canonical = bounded(capacity);
  const local = bounded(capacity);
  const merged = new Map<string, string>();

  const remember = (system: string, entity: string, localKey: string, key: string) => {
    canonical.set(index(system, entity, localKey), key);
    local.set(index(system, entity, key), localKey);
  };
  const keep = ({ rows }: { rows: Row[] }) => {
    for (const { system, entity, local_key, key, asked = key } of rows) {
      if (asked !== key) merged.set(asked, key);
      if (local_key === null) continue;
      remember(system, entity, local_key, key);
      if (asked !== key) local.set(index(system, entity, asked), local_key);
    }
  };

  return {
    canonical: (system, entity, localKey) => canonical.get(index(system, entity, localKey)),
    local: (system, entity, key) => local.get(index(system, entity, key)),
    remember,
    mergedInto: (key) => merged.get(key),
    forget: (keys) => {
      for (const key of keys) merged.delete(key);
      canonical.drop((_, key) => keys.has(key));
      local.drop((name) => keys.has(name.slice(name.lastIndexOf('\0') + 1)));
    },
    fetchCanonical: async (db, asked) => {
      // What is not a key names nothing, and may hold what the store cannot be asked for.
      const references = asked.filter((r) => isKey(r.localKey));
      if (references.length === 0) return;
      const values = [
        column(references.map((r) => r.system)),
        column(references.map((r) => r.entity)),
        column(references.map((r) => r.localKey)),
      ];
      keep(await db.query<Row>({ ...FETCH_CANONICAL, values }));
    },
    fetchLocal: async (db, asked) => {
      const references = asked.filter((r) => isKey(r.key));
      if (references.length === 0) return;
      const values = [
        column(references.map((r) => r.system)),
        column(references.map((r) => r.entity)),
        column(references.map((r) => r.key)),
      ];
      keep(await db.query<Row>({ ...FETCH_LOCAL, values }));
    },
  };
}

function index(system: string, entity: string, key: string): string {
  return `${system}\0${entity}\0${key}`;
}

/** Two generations: when the young one is full it becomes the old one, and the old one is let go. */
function bounded(capacity: number): {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  drop(test: (key: string, value: string) => boolean): void;
} {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  const set = (key: string, value: string) => {
    if (young.size >= capacity / 2) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    set,
    drop: (test) => {
      for (const generation of [young, old])
        for (const [key, value] of generation) if (test(key, value)) generation.delete(key);
    },
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
  };
}
