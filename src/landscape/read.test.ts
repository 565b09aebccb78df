// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${VAR}` is what is tested
import { readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { problem } from '../vocabulary/problem.ts';
import { dependencies, inFolder, sound } from './landscape.fixture.ts';
import { readLandscape } from './read.ts';

const read = (files: Record<string, string | Buffer>, deps = dependencies) =>
  inFolder(files, (folder) => readLandscape(folder, deps));

const lines = (problems: Awaited<ReturnType<typeof read>>['problems']) =>
  problems.map((p) => `${p.file}:${p.line}:${p.column}  ${p.detail} — ${p.advice}`);

/** The sound landscape with one text replaced; fails when the text is not there exactly once. */
function broken(file: string, from: string, to: string): Record<string, string> {
  expect(sound[file]!.split(from).length, `${from} in ${file}`).toBe(2);
  return { ...sound, [file]: sound[file]!.replace(from, () => to) };
}

test('a landscape without a fault compiles into sites, systems and interfaces', async () => {
  const { landscape, problems } = await read(sound);
  expect(problems).toEqual([]);
  expect(landscape!.sites.get('columbus')).toEqual({
    code: 'columbus',
    kind: 'warehouse',
    region: 'na',
    segments: [],
    timeZone: 'America/New_York',
  });
  const system = landscape!.systems.get('na-erp')!;
  expect(system).toMatchObject({
    limits: { concurrency: 4 },
    file: 'systems/na-erp.yaml',
    secrets: ['/connection/url'],
  });
  expect(system.connection).toEqual({ url: 'postgres://erp:secret@host/erp' });
  expect(system.interfaces.get('items')).toMatchObject({
    id: 'na-erp/items',
    direction: 'source',
    entity: 'item',
    major: 1,
    read: { query: 'items.sql', every: '5s' },
    lists: 'partial',
    records: 'complete',
    identify: [],
    line: 7,
    map: join(system.folder, 'items.in.jsonata'),
  });
  expect(system.interfaces.get('item-proposals')).toMatchObject({
    direction: 'target',
    from: 'beginning',
    priority: 'normal',
    sites: ['detroit'],
    where: "record.itemType = 'finishedGood'",
  });
  expect(landscape!.connectivity).toMatchObject([
    { model: 'centralized', maxStaleness: 900_000, line: 13 },
    { model: 'federated', entities: ['item'], line: 14 },
    { model: 'event-driven', line: 15 },
    { domain: 'master', line: 16 },
    {
      model: 'event-driven',
      entities: ['inventoryPosition', 'inventoryMovement', 'transferOrder'],
      line: 17,
    },
  ]);
  expect(landscape!.retention).toEqual({
    documents: 30 * 86_400_000,
    ledger: 365 * 86_400_000,
    receipts: 90 * 86_400_000,
  });
});

test('maintenance windows come with their zone, those at local times as instants', async () => {
  const { landscape, problems } = await read(
    broken(
      'systems/wms.yaml',
      'keys: { item: na-erp }',
      `keys: { item: na-erp }
maintenance:
  - { cron: "0 2 * * SUN", lasts: 4h, reason: weekly backup }
  - { cron: "0 2 * * SUN", lasts: 200h, timezone: Europe/Berlin }
  - { from: 2026-12-24 22:00, to: 2026-12-27T06:00:00Z }`,
    ),
  );
  expect(problems).toEqual([]);
  expect(landscape!.systems.get('wms')!.maintenance).toEqual([
    { cron: '0 2 * * SUN', lasts: 4 * 3_600_000, timeZone: 'America/New_York', reason: 'weekly backup' },
    { cron: '0 2 * * SUN', lasts: 200 * 3_600_000, timeZone: 'Europe/Berlin' },
    { from: Date.parse('2026-12-25T03:00:00Z'), to: Date.parse('2026-12-27T06:00:00Z') },
  ]);
});

interface Broken {
  broken: string;
  file: string;
  from: string;
  to: string;
  /** Files that stand beside it. */
  also?: Record<string, string>;
  told: string[];
}
const table = parse(readFileSync(new URL('broken.yaml', import.meta.url), 'utf8')) as Broken[];

describe('check names file, line, column, what was expected and the nearest word', () => {
  test.each(table)('$broken', async ({ file, from, to, also, told }) => {
    const { landscape, problems } = await read({ ...broken(file, from, to), ...also });
    expect(landscape).toBeUndefined();
    const found = lines(problems);
    expect(found).toHaveLength(told.length);
    expect(found.map((line, i) => line.slice(0, told[i]!.length))).toEqual(told);
  });
});

test('every problem of every file is told at once, in the order of files and lines', async () => {
  const files = {
    ...broken('systems/na-erp.yaml', 'source: item@1', 'source: itme@1'),
    'enterprise.yaml': sound['enterprise.yaml']!.replace('USD', 'usd').replace(
      'kind: warehouse',
      'kind: shed',
    ),
    'codes/na-erp.unit.yaml': 'list: unit\nsystem: na-erp\n',
  };
  const { problems } = await read(files);
  expect(lines(problems).map((line) => line.split(' ')[0])).toEqual([
    'codes/na-erp.unit.yaml:1:1',
    'enterprise.yaml:5:32',
    'enterprise.yaml:9:11',
    'systems/na-erp.yaml:8:13',
  ]);
});

test('a folder that is not there, and one without enterprise.yaml, are told', async () => {
  const none = await readLandscape('/nowhere/at/all', dependencies);
  expect(lines(none.problems)[0]).toContain('There is no folder /nowhere/at/all');
  const { 'enterprise.yaml': text, ...rest } = sound;
  const misnamed = await read({ ...rest, 'enterprise.yml': text! });
  expect(lines(misnamed.problems)[0]).toBe(
    'enterprise.yaml:1:1  There is no enterprise.yaml in this folder — Rename `enterprise.yml`.',
  );
});

test('the problems of a mapping stand at the mapping, once, however many interfaces use it', async () => {
  const readMapping = async (file: string) => ({
    problems: file.endsWith('items.in.jsonata')
      ? [problem('mapping-failed', 'map', 'Unknown function', { file, line: 2, column: 3 })]
      : [],
  });
  const { problems } = await read(sound, { ...dependencies, readMapping });
  expect(problems).toMatchObject([
    { file: 'systems/items.in.jsonata', line: 2, column: 3, detail: 'Unknown function' },
  ]);
});

test('a format may be named alone or with settings, and arrives with its defaults either way', async () => {
  const short = broken('systems/na-erp.yaml', '    map: items.in', '    format: csv\n    map: items.in');
  const long = broken('systems/na-erp.yaml', '    map: items.in', '    format: { csv: }\n    map: items.in');
  const formats = await Promise.all(
    [short, long].map(
      async (files) => (await read(files)).landscape!.systems.get('na-erp')!.interfaces.get('items')!.format,
    ),
  );
  expect(formats[0]).toHaveProperty('csv.encoding', 'utf-8');
  expect(formats[0]).toEqual(formats[1]);
});

test.each([
  ['cvs', '12:13  `cvs` does not fit — Did you mean `csv`?'],
  ['{ cvs: {} }', '12:15  There is no setting `cvs` — Did you mean `csv`?'],
  ['{ csv: { delimitter: ";" } }', '12:22  There is no setting `delimitter` — Did you mean `delimiter`?'],
])('a format that is none is told: %s', async (format, expected) => {
  const files = broken(
    'systems/na-erp.yaml',
    '    map: items.in',
    `    format: ${format}\n    map: items.in`,
  );
  expect(lines((await read(files)).problems)).toEqual([expect.stringContaining(expected)]);
});

describe('hostile files', () => {
  test('a bomb of aliases is refused before it unfolds', async () => {
    const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i <= 12; i++)
      rows.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const { problems } = await read({ ...sound, 'systems/bomb.yaml': rows.join('\n') });
    expect(lines(problems)).toContainEqual(expect.stringContaining('More than 50 aliases are refused'));
    expect(problems.length).toBeLessThan(30);
  });

  test('an alias of itself is refused', async () => {
    const { problems } = await read({ ...sound, 'systems/loop.yaml': 'a: &a [*a]\n' });
    expect(lines(problems)[0]).toMatch(/^systems\/loop.yaml:1:7 {2}This is nested too deeply/);
  });

  test('endless nesting is refused', async () => {
    const { problems } = await read({ ...sound, 'systems/deep.yaml': '['.repeat(100_000) });
    expect(lines(problems).filter((line) => line.startsWith('systems/deep.yaml'))).toEqual([
      expect.stringContaining('This is nested too deeply'),
    ]);
  });

  test.each([
    ['names', Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['aliases', `a: &a 1\nb:\n${'- *a\n'.repeat(90_000)}`],
    ['tags', '- !x a\n'.repeat(60_000)],
    ['openings of variables', `a: ${'${'.repeat(500_000)}`],
    ['the same name', 'k: 1\n'.repeat(90_000)],
  ])('a megabyte of %s costs bounded work and gives a bounded list', async (_, text) => {
    const { problems } = await read({ ...sound, 'systems/mass.yaml': text });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(500);
  });

  test('a file over 1 MB, one that is no UTF-8 and one behind a link to the outside are refused', async () => {
    const files = {
      ...sound,
      'systems/big.yaml': '#'.repeat(1024 ** 2 + 1),
      'codes/latin.yaml': Buffer.from([0xe4, 0xf6]),
    };
    const found = await inFolder(files, (folder) =>
      inFolder({ 'outside.yaml': 'system: x' }, async (other) => {
        await symlink(join(other, 'outside.yaml'), join(folder, 'systems/linked.yaml'));
        return lines((await readLandscape(folder, dependencies)).problems);
      }),
    );
    expect(found).toEqual([
      expect.stringContaining('codes/latin.yaml:1:1  This file is not UTF-8 text'),
      expect.stringContaining('systems/big.yaml:1:1  `systems/big.yaml` is larger than 1 MB'),
      expect.stringContaining(
        'systems/linked.yaml:1:1  `systems/linked.yaml` lies outside the landscape folder',
      ),
    ]);
  });
});

describe('values', () => {
  test('a variable, its default, a file and an escape are put in, whatever they hold', async () => {
    await inFolder({ secret: 'p: {"#"}\n' }, async (other) => {
      const files = broken(
        'systems/wms.yaml',
        'kind: wms',
        'kind: wms\ntitle: "${A} ${B:-b, c} ${file:OTHER/secret} $${D}"'.replace('OTHER', other),
      );
      const environment = { ...dependencies.environment, A: 'x: [y' };
      const { landscape, problems } = await read(files, { ...dependencies, environment });
      expect(lines(problems)).toEqual([]);
      expect(landscape!.systems.get('wms')!.title).toBe('x: [y b, c p: {"#"} ${D}');
    });
  });

  test('a port from a variable is a number, a password of digits stays text', async () => {
    const files = broken('systems/na-erp.yaml', '{ url: ${NA_ERP_URL} }', '{ url: 0123, port: ${PORT} }');
    const { landscape, problems } = await read(files, { ...dependencies, environment: { PORT: '5432' } });
    expect(lines(problems)).toEqual([]);
    expect(landscape!.systems.get('na-erp')!.connection).toEqual({ url: '0123', port: 5432 });
  });

  test('the value of a secret never stands in a problem', async () => {
    const files = broken('systems/na-erp.yaml', '{ url: ${NA_ERP_URL} }', '{ url: ${U}, port: ${PORT} }');
    const environment = { U: 'hush', PORT: 'hush-hush' };
    const { problems } = await read(files, { ...dependencies, environment });
    expect(lines(problems)).toEqual([
      expect.stringMatching(/The value does not fit — Expected a whole number/),
    ]);
  });

  test('a path of a connection is relative to the file it stands in', async () => {
    const files = broken('systems/wms.yaml', 'keys:', 'connection: { folder: ../exchange }\nkeys:');
    const { landscape } = await read(files);
    expect(landscape!.systems.get('wms')!.connection).toEqual({
      folder: join(landscape!.folder, 'exchange'),
    });
  });

  test('anchors share settings within a file', async () => {
    const files = broken(
      'systems/wms.yaml',
      'keys: { item: na-erp }',
      'keys: { item: &erp na-erp, inventoryMovement: *erp }',
    );
    const { landscape } = await read(files);
    expect(landscape!.systems.get('wms')!.keys).toEqual({ item: 'na-erp', inventoryMovement: 'na-erp' });
  });

  test('a test file beside a mapping is no system', async () => {
    const { problems } = await read({ ...sound, 'systems/items.in.test.yaml': '- given: 1\n' });
    expect(problems).toEqual([]);
  });
});

test('a link inside the folder is followed', async () => {
  const { problems } = await inFolder(sound, async (folder) => {
    await writeFile(join(folder, 'shared.sql'), 'select 1');
    await symlink(join(folder, 'shared.sql'), join(folder, 'systems/other.sql'));
    return readLandscape(folder, dependencies);
  });
  expect(problems).toEqual([]);
});

test('a broken file leaves the others checked, without complaints that only follow from it', async () => {
  const files = {
    ...broken('enterprise.yaml', 'kind: warehouse', 'kind: warehose'),
    'systems/na-erp.yaml': sound['systems/na-erp.yaml']!.replace('kind: erp', 'kind: epr').replace(
      'every: 5s',
      'every: soon',
    ),
    'systems/wms.yaml': 'system: [',
  };
  const { problems } = await read(files);
  expect(lines(problems).map((line) => line.split(' ')[0])).toEqual([
    'enterprise.yaml:9:11',
    'systems/na-erp.yaml:2:7',
    'systems/na-erp.yaml:11:14',
    'systems/wms.yaml:1:10',
  ]);
});
