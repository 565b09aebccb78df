import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** Who may import what. A folder may always import itself; entry points (files straight in src/) may import anything. */
const allowed: Record<string, string[]> = {
  vocabulary: [],
  database: ['vocabulary'],
  formats: ['vocabulary'],
  mapping: ['vocabulary', 'quality/checker.ts', 'landscape/landscape.ts'],
  quality: ['vocabulary'],
  landscape: [
    'vocabulary',
    'quality/checker.ts',
    'quality/codeLists.ts',
    'mapping/carries.ts',
    'mapping/compile.ts',
    'mapping/dates.ts',
    'mapping/mapping.ts',
    'mapping/mayHold.ts',
    'mapping/zones.ts',
  ],
  'connectors/': ['vocabulary', 'formats', 'connectors', 'database/silence.ts'],
  ledger: ['vocabulary', 'database'],
  identity: [
    'vocabulary',
    'database',
    'ledger',
    'connectors/connector.ts',
    'landscape/connectivity/governing.ts',
    'landscape/connectivity/tellers.ts',
    'landscape/connectivity/survivorship.ts',
    'landscape/connectivity/tellers.ts',
    'landscape/connectivity/wiring.ts',
    'landscape/landscape.ts',
    'quality/checker.ts',
    'quality/decimal.ts',
    'quality/time.ts',
    'quality/uniqueRule.ts',
  ],
  delivery: ['vocabulary', 'database', 'ledger', 'connectors/connector.ts', 'landscape/landscape.ts'],
  observability: [
    'documents.ts',
    'vocabulary',
    'database',
    'ledger',
    'delivery',
    'identity',
    'landscape',
    'quality/checker.ts',
  ],
  applied: ['vocabulary', 'database', 'landscape'],
  stewardship: [
    'vocabulary',
    'database',
    'connectors/connector.ts',
    'delivery',
    'identity',
    'ledger',
    'landscape/landscape.ts',
    'quality/checker.ts',
  ],
  register: ['vocabulary', 'database', 'ledger', 'identity/mentions.ts'],
  api: [
    'applied',
    'vocabulary',
    'stewardship',
    'database',
    'ledger',
    'delivery',
    'identity',
    'landscape',
    'observability',
    'processes',
    'promising',
    'quality',
    'register',
    'formats/csv.ts',
    'connectors/connector.ts',
  ],
  outbound: [
    'vocabulary',
    'database',
    'ledger',
    'delivery',
    'identity',
    'mapping',
    'landscape/landscape.ts',
    'connectors/connector.ts',
    'lease.ts',
  ],
  processes: [
    'vocabulary',
    'database',
    'ledger',
    'delivery/handBack.ts',
    'mapping',
    'identity/mentions.ts',
    'landscape/processes/chart.ts',
    'landscape/processes/readScript.ts',
    'lease.ts',
    'subscription.ts',
  ],
  promising: [
    'vocabulary',
    'database',
    'ledger',
    'identity/mentions.ts',
    'identity/merging/roots.ts',
    'landscape/promising/promising.ts',
    'quality/decimal.ts',
    'answerRound.ts',
    'lease.ts',
  ],
  closing: [
    'vocabulary',
    'database',
    'ledger',
    'landscape/landscape.ts',
    'observability/status.ts',
    'register/standing.ts',
    'answerRound.ts',
  ],
  masterData: [
    'vocabulary',
    'database',
    'ledger',
    'identity/records.ts',
    'quality/decimal.ts',
    'register/standing.ts',
    'register/words.ts',
    'answerRound.ts',
  ],
  workers: [
    'vocabulary',
    'stewardship',
    'database',
    'ledger',
    'delivery',
    'identity/crossReferences.ts',
    'landscape',
    'connectors/connector.ts',
    'outbound',
    'processes',
    'promising',
    'register',
    'observability/course.ts',
    'observability/systemLog.ts',
    '',
  ],
  cli: ['*'],
  '': ['*'],
};

interface Import {
  from: string;
  to: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll(path.sep, '/'));

const imports: Import[] = files.filter(isProduct).flatMap((from) =>
  importsOf(readFileSync(src + from, 'utf8'))
    .filter((name) => name.startsWith('.'))
    .map((name) => ({ from, to: path.posix.normalize(path.posix.join(path.posix.dirname(from), name)) })),
);

describe('architecture', () => {
  test('each folder imports only what the table allows', () => {
    const breaches = imports
      .filter(({ from, to }) => !mayImport(from, to))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(breaches).toEqual([]);
  });

  test('no connector imports another connector', () => {
    const own = (file: string) => /^connectors\/([^/]+)\//.exec(file)?.[1];
    const breaches = imports.filter(({ from, to }) => own(from) && own(to) && own(from) !== own(to));
    expect(breaches).toEqual([]);
  });

  test('there is no cycle of imports', () => {
    expect(findCycle()).toEqual([]);
  });

  test('the console takes nothing of the hub but types of the API contracts', () => {
    const folder = fileURLToPath(new URL('../console/src/', import.meta.url));
    const breaches = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(folder + file, 'utf8');
        const outward = importsOf(text).filter((name) => /^api\/|^(\.\.\/)+src\//.test(name));
        const typesOnly = (name: string) => !new RegExp(`import \\{[^}]*\\} from '${name}'`).test(text);
        return outward.filter((name) => !/^api\/.*[cC]ontract\.ts$/.test(name) || !typesOnly(name));
      });
    expect(breaches).toEqual([]);
  });

  test('no page of the console imports another page', () => {
    const folder = fileURLToPath(new URL('../console/src/', import.meta.url));
    const shared = new Set(['ask', 'look', 'parts', 'shell']);
    const pageOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');
    const breaches = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && pageOf(file) !== '')
      .flatMap((file) =>
        importsOf(readFileSync(folder + file, 'utf8'))
          .filter((name) => name.startsWith('.'))
          .map((name) => path.posix.normalize(path.posix.join(path.posix.dirname(file), name)))
          .filter((to) => pageOf(to) !== pageOf(file) && !shared.has(pageOf(to)))
          .map((to) => `${file} → ${to}`),
      );
    expect(breaches).toEqual([]);
  });

  test('only config.ts reads the environment', () => {
    const readers = files.filter(
      (file) =>
        isProduct(file) && file !== 'config.ts' && /process\.env/.test(readFileSync(src + file, 'utf8')),
    );
    expect(readers).toEqual([]);
  });
});

function isProduct(file: string): boolean {
  return (
    !/\.(test|testing|fixture)\.ts$/.test(file) &&
    !/^connectors\/conformance/.test(file) &&
    !/\/test[A-Z]/.test(file)
  );
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/^\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]/gm)].map(
    (match) => match[1]!,
  );
}

function folderOf(file: string): string {
  if (/^connectors\/[^/]+\//.test(file)) return 'connectors/';
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

function mayImport(from: string, to: string): boolean {
  const folder = folderOf(from);
  if (folder === folderOf(to)) return true;
  const list = allowed[folder];
  if (folder === 'connectors') return true;
  if (!list) return false;
  return (
    list.includes('*') ||
    list.includes(to) ||
    list.includes(to.includes('/') ? to.slice(0, to.indexOf('/')) : '')
  );
}

function findCycle(): string[] {
  const graph = new Map<string, string[]>();
  for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
