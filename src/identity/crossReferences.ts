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
 * The cross-references (system, entity, local key) ↔ canonical key, with those lately used in memory. A cross-reference once committed does
 * not change its key, so what is remembered stays true; what is not remembered is looked up, many at once.
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
}

const FETCH_CANONICAL = {
  name: 'xref-canonical',
  text: `select o.system, o.entity, o.local_key, o.key
         from ${fromColumns(['text', 'text', 'text'])} as w (system, entity, local_key)
         join observation o using (system, entity, local_key)`,
};

const FETCH_LOCAL = {
  name: 'xref-local',
  text: `select o.system, o.entity, o.local_key, o.key
         from ${fromColumns(['text', 'text', 'text'])} as w (system, entity, key)
         join observation o on o.key = w.key and o.system = w.system and o.entity = w.entity
         order by o.local_key`,
};

interface Row {
  system: string;
  entity: string;
  local_key: string;
  key: string;
}

export function createCrossReferences(capacity = 500_000): CrossReferences {
  const canonical = bounded(capacity);
  const local = bounded(capacity);

  const remember = (system: string, entity: string, localKey: string, key: string) => {
    canonical.set(index(system, entity, localKey), key);
    local.set(index(system, entity, key), localKey);
  };
  const keep = ({ rows }: { rows: Row[] }) => {
    for (const row of rows) remember(row.system, row.entity, row.local_key, row.key);
  };

  return {
    canonical: (system, entity, localKey) => canonical.get(index(system, entity, localKey)),
    local: (system, entity, key) => local.get(index(system, entity, key)),
    remember,
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
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
  };
}
