// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${VAR}` is what is tested
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
    identify: [],
    line: 7,
    map: join(system.folder, 'items.in.jsonata'),
  });
  expect(system.interfaces.get('item-proposals')).toMatchObject({
    direction: 'target',
    from: 'beginning',
    sites: ['detroit'],
    where: "record.itemType = 'finishedGood'",
  });
  expect(landscape!.connectivity).toMatchObject([{ model: 'centralized', maxStaleness: 900_000, line: 13 }]);
  expect(landscape!.retention).toEqual({
    documents: 30 * 86_400_000,
    ledger: 365 * 86_400_000,
    receipts: 90 * 86_400_000,
  });
});

/** What is broken: file, text, what it becomes, and the whole line that names it. */
const table: [title: string, file: string, from: string, to: string, expected: string[]][] = [
  [
    'a misspelled setting',
    'systems/na-erp.yaml',
    'connector: sql',
    'conector: sql',
    [
      'systems/na-erp.yaml:1:1  The setting `connector` is missing',
      'systems/na-erp.yaml:4:1  There is no setting `conector` — Did you mean `connector`?',
    ],
  ],
  [
    'a word that is none of the choice',
    'enterprise.yaml',
    'kind: warehouse',
    'kind: warehose',
    [
      'enterprise.yaml:9:11  `warehose` does not fit — Did you mean `warehouse`? Expected `plant`, `warehouse`',
    ],
  ],
  [
    'a site that is not there',
    'systems/wms.yaml',
    'site: columbus',
    'site: colombus',
    ['systems/wms.yaml:3:7  There is no site `colombus` — Did you mean `columbus`?'],
  ],
  [
    'a site of a target that is not there',
    'systems/na-erp.yaml',
    'sites: [detroit]',
    'sites: [detroit, x]',
    ['systems/na-erp.yaml:17:22  There is no site `x` — Known: detroit, columbus.'],
  ],
  [
    'a region that is not there',
    'enterprise.yaml',
    'region: na\n',
    'region: sa\n',
    ['enterprise.yaml:10:13  There is no region `sa` — Did you mean `na`?'],
  ],
  [
    'a company that is not there',
    'enterprise.yaml',
    'company: us01',
    'company: us02',
    ['enterprise.yaml:7:48  There is no company `us02` — Did you mean `us01`?'],
  ],
  [
    'a segment that is not there',
    'enterprise.yaml',
    'segments: [pumps]',
    'segments: [pump]',
    ['enterprise.yaml:7:65  There is no segment `pump` — Did you mean `pumps`?'],
  ],
  [
    'a time zone that is none',
    'enterprise.yaml',
    'America/New_York',
    'America/NewYork',
    ['enterprise.yaml:11:15  There is no time zone `America/NewYork` — Did you mean `America/New_York`?'],
  ],
  [
    'a currency in the wrong shape',
    'enterprise.yaml',
    'USD',
    'usd',
    ['enterprise.yaml:5:32  `usd` does not fit — Expected three capital letters of ISO 4217 such as `EUR`.'],
  ],
  [
    'a currency that is none',
    'enterprise.yaml',
    'USD',
    'USX',
    ['enterprise.yaml:5:32  There is no currency `USX`'],
  ],
  [
    'a duration that is none',
    'enterprise.yaml',
    '15m',
    '15 minutes',
    [
      'enterprise.yaml:13:92  `15 minutes` does not fit — Expected a duration such as `5s`, `15m`, `4h` or `7d`.',
    ],
  ],
  [
    'an authority that is not there',
    'enterprise.yaml',
    'authority: na-erp',
    'authority: na-epr',
    ['enterprise.yaml:13:70  There is no system `na-epr` — Did you mean `na-erp`?'],
  ],
  [
    'a rule about nothing',
    'enterprise.yaml',
    'domain: master, ',
    '',
    [
      'enterprise.yaml:13:5  The rule does not say what it is about — Add `domain: master` or `entities: [item]`.',
    ],
  ],
  [
    'a connector that is not there',
    'systems/na-erp.yaml',
    'connector: sql',
    'connector: slq',
    ['systems/na-erp.yaml:4:12  There is no connector `slq` — Did you mean `sql`?'],
  ],
  [
    'a connector without the side that is asked of it',
    'systems/wms.yaml',
    '{ source: inventoryMovement@1',
    '{ target: inventoryMovement@1',
    ['systems/wms.yaml:7:12  The connector feed cannot be a target — Use another connector'],
  ],
  [
    "a misspelled setting of the connector's own",
    'systems/na-erp.yaml',
    'query: items.sql',
    'qery: items.sql',
    [
      'systems/na-erp.yaml:9:5  The setting `query` is missing',
      'systems/na-erp.yaml:10:7  There is no setting `qery` — Did you mean `query`? Known here: query, every.',
    ],
  ],
  [
    'a setting of another shape of the same connector',
    'systems/na-erp.yaml',
    '{ table: PROPOSALS }',
    '{ table: PROPOSALS, key: A }',
    ['systems/na-erp.yaml:15:32  There is no setting `key`'],
  ],
  [
    'a setting of sources at a target',
    'systems/na-erp.yaml',
    '    sites: [detroit]',
    '    lists: complete',
    ['systems/na-erp.yaml:17:5  There is no setting `lists`'],
  ],
  [
    'an entity that is not there',
    'systems/na-erp.yaml',
    'source: item@1',
    'source: itme@1',
    ['systems/na-erp.yaml:8:13  There is no entity `itme` — Did you mean `item`?'],
  ],
  [
    'an entity without its version',
    'systems/na-erp.yaml',
    'source: item@1',
    'source: item',
    [
      'systems/na-erp.yaml:8:13  `item` does not fit — Expected an entity with its major version such as `item@1`.',
    ],
  ],
  [
    'a version that is not there',
    'systems/na-erp.yaml',
    'source: item@1',
    'source: item@2',
    ['systems/na-erp.yaml:8:13  There is no version 2 of item — Write `item@1`.'],
  ],
  [
    'a mapping that is not there',
    'systems/na-erp.yaml',
    'items.out.jsonata',
    'item.out.jsonata',
    ['systems/na-erp.yaml:16:10  There is no file `item.out.jsonata` — Did you mean `items.out.jsonata`?'],
  ],
  [
    'an SQL file that is not there',
    'systems/na-erp.yaml',
    'query: items.sql',
    'query: item.sql',
    ['systems/na-erp.yaml:10:14  There is no file `item.sql` — Did you mean `items.sql`?'],
  ],
  [
    'a file outside the landscape',
    'systems/na-erp.yaml',
    'items.out.jsonata',
    '../../../etc/passwd',
    ['systems/na-erp.yaml:16:10  `../../../etc/passwd` lies outside the landscape folder'],
  ],
  [
    'a condition that does not compile',
    'systems/na-erp.yaml',
    "record.itemType = 'finishedGood'",
    'record.itemType =',
    ['systems/na-erp.yaml:18:12  The condition cannot be compiled'],
  ],
  [
    'a missing variable',
    'systems/na-erp.yaml',
    '${NA_ERP_URL}',
    'postgres://${NA_ERP_ULR}/erp',
    [
      'systems/na-erp.yaml:5:31  The environment variable NA_ERP_ULR is not set — Set NA_ERP_ULR, or write `${NA_ERP_ULR:-default}`.',
    ],
  ],
  [
    'something in ${} that is no variable',
    'systems/na-erp.yaml',
    '${NA_ERP_URL}',
    '${NA ERP}',
    ['systems/na-erp.yaml:5:20  `${NA ERP}` is not a variable'],
  ],
  [
    'a secret file that is not there',
    'systems/na-erp.yaml',
    '${NA_ERP_URL}',
    '${file:/run/secrets/nothing}',
    ['systems/na-erp.yaml:5:20  `${file:/run/secrets/nothing}` cannot be read: ENOENT'],
  ],
  [
    'two interfaces of one name',
    'systems/na-erp.yaml',
    '  item-proposals:',
    '  items:',
    ['systems/na-erp.yaml:13:3  `items` stands here twice — Keep one of the two.'],
  ],
  [
    'a name with blanks',
    'systems/na-erp.yaml',
    '  item-proposals:',
    '  item proposals:',
    ['systems/na-erp.yaml:13:3  `item proposals` cannot be a name here — Expected a code of letters'],
  ],
  [
    'a site in capitals',
    'enterprise.yaml',
    '  columbus:',
    '  Columbus:',
    [
      'enterprise.yaml:8:3  `Columbus` cannot be a name here — Expected a code of small letters, digits and `-`, at most 40 long.',
      'systems/wms.yaml:3:7  There is no site `columbus` — Did you mean `Columbus`?',
    ],
  ],
  [
    'two systems of one code',
    'systems/wms.yaml',
    'system: wms',
    'system: na-erp',
    ['systems/wms.yaml:1:9  The system na-erp stands in systems/na-erp.yaml already'],
  ],
  [
    'keys of a system that is not there',
    'systems/wms.yaml',
    '{ item: na-erp }',
    '{ item: na-epr }',
    ['systems/wms.yaml:5:15  There is no system `na-epr` — Did you mean `na-erp`?'],
  ],
  [
    'keys of an entity that is not there',
    'systems/wms.yaml',
    '{ item: na-erp }',
    '{ itme: na-erp }',
    ['systems/wms.yaml:5:9  There is no entity `itme` — Did you mean `item`?'],
  ],
  [
    'keys of a system that has none of its own',
    'systems/na-erp.yaml',
    'kind: erp\n',
    'kind: erp\nkeys: { item: wms }\n',
    [
      'systems/na-erp.yaml:3:15  wms has no keys of its own for item: it uses those of na-erp',
      'systems/wms.yaml:5:15  na-erp has no keys of its own for item: it uses those of wms',
    ],
  ],
  [
    'a code list that is not there',
    'codes/na-erp.unit.yaml',
    'list: unit',
    'list: units',
    ['codes/na-erp.unit.yaml:1:7  There is no code list `units` — Did you mean `unit`?'],
  ],
  [
    'codes of a system that is not there',
    'codes/na-erp.unit.yaml',
    'system: na-erp',
    'system: eu-erp',
    ['codes/na-erp.unit.yaml:2:9  There is no system `eu-erp` — Did you mean `na-erp`?'],
  ],
  [
    'a canonical value that is not there',
    'codes/na-erp.unit.yaml',
    'KG: KGM',
    'KG: KMG',
    ['codes/na-erp.unit.yaml:6:7  There is no value of the list unit `KMG` — Did you mean `KGM`?'],
  ],
  [
    'a local value twice',
    'codes/na-erp.unit.yaml',
    'ST: EA',
    'STK: KGM',
    ['codes/na-erp.unit.yaml:5:3  `STK` stands here twice'],
  ],
  [
    'a tag',
    'systems/wms.yaml',
    'site: columbus',
    'site: !!js/function columbus',
    ['systems/wms.yaml:3:7  The tag `tag:yaml.org,2002:js/function` is refused'],
  ],
  [
    'a name that pollutes prototypes',
    'systems/wms.yaml',
    'keys: { item',
    'keys: { __proto__: { polluted: yes }, item',
    ['systems/wms.yaml:5:9  `__proto__` cannot be a name'],
  ],
  [
    'a second document',
    'systems/wms.yaml',
    'kind: wms',
    '---\nkind: wms',
    ['systems/wms.yaml:2:1  A second document starts here'],
  ],
  [
    'YAML that does not parse',
    'systems/wms.yaml',
    'site: columbus',
    'site: "columbus',
    ['systems/wms.yaml:8:1  This is not valid YAML: Missing closing "quote'],
  ],
  [
    'a list in place of a mapping',
    'systems/wms.yaml',
    'keys: { item: na-erp }',
    'keys: [item]',
    [
      'systems/wms.yaml:5:7  A list does not fit — Expected a mapping of settings, such as `{"item":"na-erp"}`.',
    ],
  ],
  [
    'a number where a mapping belongs',
    'systems/na-erp.yaml',
    '{ table: PROPOSALS }',
    '7',
    ['systems/na-erp.yaml:15:12  `7` does not fit — Expected a mapping of settings.'],
  ],
];

describe('check names file, line, column, what was expected and the nearest word', () => {
  test.each(table)('%s', async (_, file, from, to, expected) => {
    const { landscape, problems } = await read(broken(file, from, to));
    expect(landscape).toBeUndefined();
    const found = lines(problems);
    expect(found).toEqual(expected.map((start) => expect.stringContaining(start)));
    for (const [i, start] of expected.entries()) expect(found[i]!.startsWith(start)).toBe(true);
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
  const checkMapping = async (file: string) =>
    file.endsWith('items.in.jsonata')
      ? [problem('mapping-failed', 'map', 'Unknown function', { file, line: 2, column: 3 })]
      : [];
  const { problems } = await read(sound, { ...dependencies, checkMapping });
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
