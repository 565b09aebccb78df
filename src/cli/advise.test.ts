import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../bin/lineshaft.js', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lineshaft-advise-'));
});
afterAll(() => rm(folder, { recursive: true }));

const whole = `segments:
  pumps:
    erps: [na-erp, eu-erp]
    acquisitions: rare
    autonomy: high
    cloud: none
`;

/** Runs `lineshaft advise` on a file of answers. */
async function advised(yaml: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  await writeFile(path.join(folder, 'answers.yaml'), yaml);
  return run('--answers', 'answers.yaml', ...args);
}

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, 'advise', ...args],
      { cwd: folder },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    child.stdin!.end();
  });
}

test('answers from a file get a model for each segment, with reasons and the rules to write', async () => {
  const { code, out, err } = await advised(whole);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(
    /^pumps: master → federated\n {2}because\n[\s\S]*in enterprise.yaml\n {4}- \{ domain: master/,
  );
  const asJson = await advised(whole, '--json');
  expect(JSON.parse(asJson.out)[0]).toMatchObject({ segment: 'pumps', what: 'master', model: 'federated' });
});

test('answers that are not whole, or none of the choice, are told by line and column, and nothing is advised', async () => {
  const partial = whole.replace('rare', 'often').replace('    cloud: none\n', '');
  const { code, out, err } = await advised(partial);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('answers.yaml:4:19  `often` does not fit — Expected `rare` or `frequent`.\n');
  expect(err).toContain('answers.yaml:2:3  The setting `cloud` is missing');
  expect(err).toMatch(/✗ answers.yaml holds no answers yet.\n {2}Mend what stands above.\n$/);
});

test('what is no YAML, is empty, or is not there is one sentence and advice', async () => {
  const broken = await advised('segments:\n  pumps: [\n');
  expect([broken.code, broken.out]).toEqual([1, '']);
  expect(broken.err).toMatch(/^answers.yaml:3:1 {2}This is not valid YAML/);
  expect((await advised('')).err).toContain('answers.yaml:1:1  The setting `segments` is missing');
  expect(await run('--answers', 'nowhere.yaml')).toMatchObject({
    code: 2,
    err: expect.stringContaining('✗ There is no file nowhere.yaml.'),
  });
  expect(await run()).toMatchObject({
    code: 2,
    err: '✗ Nobody is here to be asked.\n  Give the answers with --answers <file>.\n',
  });
});
