import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkProcesses } from '../../landscape/processes/checkProcesses.ts';
import { readVersions } from '../../landscape/processes/readVersions.ts';
import { libraryChart } from '../../landscape/processes/useProcess.ts';
import { loadModel } from '../../quality/loadModel.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { playScenarios } from '../scenario.ts';
import { readScenarios } from '../scenarioFile.ts';
import { readLibrary } from './readLibrary.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const model = await loadModel();
const library = await readLibrary();

/** A landscape in which every entity has a target that takes commands. */
const systems = new Map([
  [
    'any',
    {
      interfaces: new Map(
        [...model.entities.keys()].map((entity) => [
          entity,
          { direction: 'target', takes: 'commands', entity },
        ]),
      ),
    },
  ],
]) as never;

describe.each([...library])('%s', (name, source) => {
  const problems: Problem[] = [];
  const chart = libraryChart(source, problems)!;

  test('is a chart without fault, whose parameters all have a default', () => {
    expect(problems).toEqual([]);
    expect(checkProcesses(new Map([[name, chart]]), systems, model, true)).toEqual([]);
  });

  test('plays its scenarios as they say', async () => {
    const text = await readFile(new URL(`${name}/chart.test.yaml`, import.meta.url), 'utf8');
    const read = readScenarios(`${name}/chart.test.yaml`, text);
    const versions = await readVersions(ROOT, chart, read.scenarios, read.problems);
    expect(read.problems).toEqual([]);
    const results = playScenarios(chart, read.scenarios, model, versions);
    expect(results.length).toBeGreaterThan(2);
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });
});

test('the name of a folder is the name of its process', () => {
  for (const [name, source] of library) expect(libraryChart(source, [])!.code).toBe(name);
});

test('a landscape that promises nothing holds stock by saying so', () => {
  const chart = libraryChart(library.get('quality-hold')!, [])!;
  const { parameters } = chart;
  const found = (promising: boolean) => {
    const set = { ...chart, parameters: { ...parameters, values: { ...parameters.values, promising } } };
    return checkProcesses(new Map([['hold', set]]), systems, model, false).map(({ detail }) => detail);
  };
  expect(found(false)).toEqual([]);
  expect(found(true)).toEqual(['No target takes commands for promising']);
});
