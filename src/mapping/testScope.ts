import type { CodeList } from '../quality/checker.ts';
import { codeLookup, type Translations } from './codeLists.ts';
import type { Scope } from './mapping.ts';
import type { TestCase } from './testCases.ts';

/** What the landscape says about the mapping under test, so that tests prove the real lists. */
export interface TestGround {
  codes: Translations;
  codeLists: ReadonlyMap<string, CodeList>;
  /** System, site and zone of an interface that uses the mapping. */
  system: string;
  site: string;
  timeZone: string;
  /** By entity, the system whose keys the system uses. */
  keys?: Record<string, string>;
  direction?: Scope['direction'];
}

const testTime = '2025-01-01T00:00:00.000Z';

/** The scope of a case. Without `xref:` a key is known: `item:4711` inbound, `4711` of `item:4711` outbound. */
export function testScope(test: TestCase, ground: TestGround, mappingFile: string): Scope {
  const direction = test.direction ?? ground.direction ?? directionOf(mappingFile);
  const system = test.system ?? ground.system;
  const listed = codeLookup(ground.codes, ground.codeLists, system, direction);
  return {
    direction,
    system,
    site: ground.site,
    timeZone: test.timeZone ?? ground.timeZone,
    receivedAt: test.receivedAt ?? testTime,
    code: (list, value) => said(test.codes?.[list], value, () => listed(list, value)),
    xref: (entity, key) => said(test.xref?.[entity], key, () => defaultKey(direction, entity, key)),
    keysOf: (entity) => ground.keys?.[entity] ?? system,
  };
}

/** What the case says, null for nothing; else what stands without it. */
function said(
  table: Record<string, string | null> | undefined,
  value: string,
  otherwise: () => string | undefined,
): string | undefined {
  if (table === undefined || !Object.hasOwn(table, value)) return otherwise();
  return table[value] ?? undefined;
}

function defaultKey(direction: Scope['direction'], entity: string, key: string): string {
  const prefix = `${entity}:`;
  if (direction === 'in') return prefix + key;
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}

/** `items.out.jsonata` maps outbound, everything else inbound. */
function directionOf(mappingFile: string): Scope['direction'] {
  return /\.out\.jsonata$/.test(mappingFile) ? 'out' : 'in';
}
