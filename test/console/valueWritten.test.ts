import { expect, test } from 'vitest';
import { valueWritten as inConsole } from '../../console/src/masterData/valueWritten.ts';
import { valueWritten as atCommandLine } from '../../src/cli/valueWritten.ts';

const VALUES: [written: string, means: unknown][] = [
  [' P17 ', 'P17'],
  ['12', '12'],
  ['true', true],
  [' null', null],
  ['{ "value": "2", "unit": "KGM" }', { value: '2', unit: 'KGM' }],
  [' ["a"]', ['a']],
  ['{ not JSON', '{ not JSON'],
];

test.each(VALUES)('%j means the same in the console and at the command line', (written, means) => {
  expect(inConsole(written)).toEqual(means);
  expect(atCommandLine(written)).toEqual(means);
});
