import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import { loadMappings } from '../mapping/loadMappings.ts';
import { testMapping } from '../mapping/mappingTest.ts';
import { checkLandscape } from './check.ts';
import { initLandscape } from './init.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineshaft-init-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('what init writes passes the check without a word changed', async () => {
  const target = join(folder, 'new', 'landscape');
  const result = await initLandscape(target);
  expect(result).toHaveProperty('files');
  const { problems, summary } = await checkLandscape(target, await landscapeDependencies({}));
  expect(problems).toEqual([]);
  expect(summary).toEqual({ sites: 1, systems: 2, interfaces: 2, mappings: 2, codeLists: 3 });
});

test('every YAML file of it names the schema that completes it, and the schema is there', async () => {
  const target = join(folder, 'schemas');
  const { files } = (await initLandscape(target)) as { files: string[] };
  const yamls = files.filter((file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml'));
  expect(yamls.length).toBeGreaterThan(5);
  for (const file of yamls) {
    const [, schema] = /^# yaml-language-server: \$schema=(\S+)/.exec(
      await readFile(join(target, file), 'utf8'),
    )!;
    const text = await readFile(join(target, file, '..', schema!), 'utf8');
    expect(JSON.parse(text)).toHaveProperty('$schema');
  }
});

test('every mapping of it has tests beside it, and they pass', async () => {
  const target = join(folder, 'tested');
  await initLandscape(target);
  const dependencies = await landscapeDependencies({});
  const { landscape } = await readLandscape(target, dependencies);
  const { codeLists } = dependencies.model;
  for (const system of landscape!.systems.values()) {
    const { map } = [...system.interfaces.values()][0]!;
    const { mappings } = await loadMappings([map], dependencies.model, target);
    const ground = {
      codes: landscape!.codes,
      codeLists,
      system: system.code,
      site: system.site,
      timeZone: 'UTC',
    };
    const { cases, problems } = await testMapping(mappings.get(map)!, ground);
    expect(problems).toEqual([]);
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }
});

test('a folder that is not empty, and a file, are refused and left alone', async () => {
  const target = join(folder, 'full');
  await mkdir(target);
  await writeFile(join(target, 'mine.txt'), 'mine');
  expect(await initLandscape(target)).toMatchObject({
    problem: { detail: expect.stringContaining('holds mine.txt') },
  });
  expect(await initLandscape(join(target, 'mine.txt'))).toMatchObject({
    problem: { detail: expect.stringContaining('is not a folder') },
  });
  expect(await readFile(join(target, 'mine.txt'), 'utf8')).toBe('mine');
});

test('an empty repository counts as empty', async () => {
  const target = join(folder, 'repository');
  await mkdir(join(target, '.git'), { recursive: true });
  expect(await initLandscape(target)).toHaveProperty('files');
});
