import type { CodeList, Units } from '../quality/checker.ts';
import type { MappingModel } from './compile.ts';
import type { Scope } from './mapping.ts';

/** A small model for the tests of this folder: mass, time and pieces. */
export function testModel(): MappingModel {
  const list = (name: string, values: string[], aliases: Record<string, string>): [string, CodeList] => [
    name,
    {
      name,
      kind: 'open',
      values: new Map(values.map((value) => [value, { meaning: '' }])),
      aliases: new Map(Object.entries(aliases)),
    },
  ];
  const codeLists = new Map([
    list('unit', ['EA', 'KGM', 'GRM', 'MTR'], { PCE: 'EA', KG: 'KGM' }),
    list('itemType', ['raw', 'finished'], { ROH: 'raw', FERT: 'finished' }),
  ]);
  return { codeLists, units: testUnits() };
}

const factors: Record<string, { dimension: string; numerator: bigint; denominator: bigint }> = {
  KGM: { dimension: 'mass', numerator: 1n, denominator: 1n },
  GRM: { dimension: 'mass', numerator: 1n, denominator: 1000n },
  LBR: { dimension: 'mass', numerator: 45359237n, denominator: 100000000n },
  EA: { dimension: 'count', numerator: 1n, denominator: 1n },
  DZN: { dimension: 'count', numerator: 12n, denominator: 1n },
  MTR: { dimension: 'length', numerator: 1n, denominator: 1n },
  CMT: { dimension: 'length', numerator: 1n, denominator: 100n },
};

function testUnits(): Units {
  return {
    has: (unit) => Object.hasOwn(factors, unit) || unit.startsWith('X'),
    dimension: (unit) => factors[unit]?.dimension,
    decimals: () => 3,
    factor: (from, to) => {
      const [a, b] = [factors[from], factors[to]];
      if (a === undefined || b === undefined || a.dimension !== b.dimension) return undefined;
      return { numerator: a.numerator * b.denominator, denominator: a.denominator * b.numerator };
    },
  };
}

export function testScope(changes: Partial<Scope> = {}): Scope {
  const { codeLists } = testModel();
  return {
    direction: 'in',
    system: 'na-erp',
    site: 'detroit',
    timeZone: 'America/Detroit',
    receivedAt: '2025-01-01T00:00:00.000Z',
    code: (name, value) => {
      const found = codeLists.get(name);
      return found?.aliases.get(value) ?? (found?.values.has(value) ? value : undefined);
    },
    xref: (entity, key) => `${entity}:${key}`,
    keysOf: () => 'na-erp',
    ...changes,
  };
}
