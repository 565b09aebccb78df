import { expect, test } from 'vitest';
import { writeLandscape } from '../../../test/process.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { readFolder } from '../folder.ts';
import { readVersions } from './readVersions.ts';

const CHART = `process: p
about: salesOrder
start: { on: salesOrder.changed }
context: '{}'
keys: '[]'
initial: open
states: { open: { final: true } }
`;

const IN_TYPESCRIPT = `export default {
  process: 'p', version: 2, about: 'salesOrder', start: { on: 'salesOrder.changed' },
  context: () => ({}), keys: '[]', initial: 'open', states: { open: { final: true } },
};
`;

test('the chart of an earlier version stands beside the chart, and is no process of the landscape', async () => {
  const folder = await writeLandscape({
    'processes/p.yaml': CHART.replace('about', 'version: 3\nabout'),
    'processes/p.v1.yaml': CHART,
    'processes/p.v2.ts': IN_TYPESCRIPT,
  });
  const problems: Problem[] = [];
  const versions = await readVersions(folder, { file: 'processes/p.yaml' }, [on(1), on(2)], problems);
  expect(problems).toEqual([]);
  expect([...versions].map(([version, chart]) => [version, chart.file])).toEqual([
    [1, 'processes/p.v1.yaml'],
    [2, 'processes/p.v2.ts'],
  ]);
  expect((await readFolder(folder)).processes.map(({ file }) => file)).toEqual(['processes/p.yaml']);
});

test('a scenario whose version is nowhere, or is another one than its file says, is refused at its line', async () => {
  const folder = await writeLandscape({ 'processes/p.yaml': CHART, 'processes/p.v2.yaml': CHART });
  const problems: Problem[] = [];
  expect(await readVersions(folder, { file: 'processes/p.yaml' }, [on(2), on(3)], problems)).toEqual(
    new Map(),
  );
  expect(problems.map(({ file, line, detail }) => [file, line, detail])).toEqual([
    ['processes/p.test.yaml', 20, 'No chart of version 2 stands beside processes/p.yaml'],
    ['processes/p.test.yaml', 30, 'No chart of version 3 stands beside processes/p.yaml'],
  ]);
});

function on(version: number) {
  return { line: version * 10, version };
}
