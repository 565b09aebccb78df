import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeLandscape } from '../process.ts';

const program = fileURLToPath(new URL('../../bin/lineshaft.js', import.meta.url));
const run = promisify(execFile);

const aliases = `a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${Array.from(
  { length: 12 },
  (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`,
).join('\n')}\n`;

const hostile: Record<string, string> = {
  'alias-bomb': aliases,
  'alias-of-itself': 'system: &s\n  self: *s\n',
  'nested-lists': `system: ${'['.repeat(100_000)}`,
  'nested-maps': `${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`,
  'not-text': '\u0000\u0001\u0002',
  'long-text': `system: "${'x'.repeat(20_000_000)}"\n`,
  prototype: '__proto__: { kind: erp }\nsystem: { constructor: 1 }\n',
  empty: '',
};

test('alias bombs, endless nesting and the like in a landscape are refused with the file and what is wrong, in little memory', async () => {
  const files = Object.entries(hostile).map(([name, text]) => [`systems/${name}.yaml`, text]);
  const folder = await writeLandscape(Object.fromEntries(files));
  const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=256' };
  const checked = await run(process.execPath, [program, 'check', folder, '--json'], { env }).then(
    () => ({ code: 0, stdout: '' }),
    (failure: { code: number; stdout: string }) => failure,
  );
  expect(checked.code).toBe(1);
  const { problems } = JSON.parse(checked.stdout);
  const named = new Set(problems.map((found: { file: string }) => found.file));
  expect([...named].toSorted()).toEqual(files.map(([name]) => name).toSorted());
  for (const found of problems) {
    expect(found).toMatchObject({
      code: 'landscape-invalid',
      line: expect.any(Number),
      advice: expect.any(String),
    });
  }
  expect(checked.stdout.length).toBeLessThan(100_000);
});
