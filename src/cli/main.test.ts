import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { initLandscape } from './init.ts';

const program = fileURLToPath(new URL('../../bin/lineshaft.js', import.meta.url));

let database: TestDatabase;
let folder: string;
let hub: ChildProcess;
let address: string;
let environment: NodeJS.ProcessEnv;

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function command(args: readonly string[], env: NodeJS.ProcessEnv = environment): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk) => (out += chunk));
  child.stderr!.on('data', (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

const run = (...args: string[]) => ended(command(args));

/** The first text of the output that fits. */
function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk;
      const found = pattern.exec(text);
      if (found) resolve(found);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.on('close', () => reject(new Error(`ended without ${pattern}: ${text}`)));
  });
}

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'lineshaft-cli-'));
  await initLandscape(path.join(folder, 'plant'));
  environment = {
    PATH: process.env['PATH'],
    DATABASE_URL: database.url,
    LINESHAFT_DATA: path.join(folder, '.lineshaft'),
    LINESHAFT_LOG: 'warn',
  };
  hub = command(['start', 'plant', '--port', '0']);
  [, address] = (await said(hub, /runs at (\S+):[\s\S]*Ctrl-C/)) as unknown as [string, string];
  environment = { ...environment, LINESHAFT_URL: address };
});
afterAll(async () => {
  const ending = ended(hub);
  hub.kill('SIGTERM');
  // Stopped cleanly, nothing left behind: the database can be dropped.
  expect((await ending).code).toBe(0);
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('the command line against a running hub', () => {
  test('the first start leaves the key for its owner alone, and the commands find it', async () => {
    const file = path.join(folder, '.lineshaft', 'admin.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^ls_/);
    const { code, out, err } = await run('status');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^SITE +SYSTEM +INTERFACE/);
    expect(out).toMatch(/reports +▸ items +item +running/);
    expect(out).not.toContain('\u001b');
  });

  test('a thing that was taken in is traced to where it was delivered', async () => {
    let traced: Ended;
    do traced = await run('trace', 'erp:1000-01', '--json');
    while (!/"kind": "delivered"/.test(traced.out));
    const { journeys } = JSON.parse(traced.out);
    const kinds = journeys[0].steps.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['received', 'recorded', 'delivered']);
    expect((await run('trace', '1000-01')).out).toMatch(/received +erp\/items +items\.csv:2/);
  });

  test('an unknown number ends with 1 and says where to look', async () => {
    const { code, out, err } = await run('trace', 'no-such-number');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      '✗ Nothing the hub has seen is called no-such-number.\n  See with `npx lineshaft status` whether its source is late.\n',
    );
  });

  test('a parked message is listed, shown, and discarded with a reason', async () => {
    const bad = 'ITNO;ITDS;ITTY;UNMS;STAT;WGHT\n9999-01;Bad pump;F;PCS;20;heavy\n';
    await writeFile(path.join(folder, 'plant', 'exchange', 'erp', 'items-bad.csv'), bad);
    let listed: Ended;
    do listed = await run('parked', 'list', '--json');
    while (JSON.parse(listed.out).total === 0);
    const [{ id }] = JSON.parse(listed.out).messages;
    expect((await run('parked', 'show', String(id))).out).toContain('9999-01;Bad pump');
    expect((await run('parked', 'discard', String(id))).code).toBe(2);
    expect((await run('parked', 'discard', String(id), '--reason', 'a test')).out).toBe(
      '✓ 1 message discarded\n',
    );
    expect((await run('parked', 'list')).out).toBe('✓ nothing is parked\n');
  });

  test('what is parked is told by cause, previewed, edited, and replayed with honest sums', async () => {
    const bad = 'ITNO;ITDS;ITTY;UNMS;STAT;WGHT\n9998-01;Bad pump;F;PCS;20;heavy\n';
    await writeFile(path.join(folder, 'plant', 'exchange', 'erp', 'items-bad-2.csv'), bad);
    let listed: Ended;
    do listed = await run('parked', 'groups', '--json');
    while (JSON.parse(listed.out).groups.length === 0);
    const [{ id: group, example }] = JSON.parse(listed.out).groups;
    const shown = await run('parked', 'groups');
    expect(shown.out).toMatch(/^1 message: .*erp\/items: [\s\S]*1 cause, 1 message/);
    expect((await run('parked', 'preview', '--group', group)).out).toMatch(/1 {2}still-parks/);
    const { code, out } = await run('parked', 'replay', '--group', group);
    expect([code, out]).toEqual([1, expect.stringMatching(/job 1 done[\s\S]*1 {2}still-parks/)]);

    const { document } = JSON.parse((await run('parked', 'show', String(example), '--json')).out);
    const file = path.join(folder, 'mended.json');
    await writeFile(file, JSON.stringify({ ...document, WGHT: '12.5' }));
    const edit = ['parked', 'edit', String(example), '--file', file];
    expect((await run(...edit)).code).toBe(2);
    expect((await run(...edit, '--reason', 'typed in the wrong column')).out).toMatch(
      /- {3}"WGHT": "heavy"\n\+ {3}"WGHT": "12.5"[\s\S]*version 2/,
    );
    expect((await run('parked', 'show', String(example))).out).toContain('typed in the wrong column');
    expect((await run('parked', 'preview', String(example))).out).toMatch(/1 {2}accepted/);
    const replayed = await run('parked', 'replay', String(example));
    expect([replayed.code, replayed.out]).toEqual([
      0,
      expect.stringMatching(/✓ job 2 done[\s\S]*1 {2}accepted/),
    ]);
    expect((await run('trace', '9998-01')).out).toContain('edited by');
  });

  test('a replay is counted before it begins, waited for to its end, and told by the trace', async () => {
    const preview = (await run('replay', 'reports/items', '--from', '1', '--preview')).out;
    const [, most] = /([0-9]+) {2}would go out/.exec(preview) as unknown as [string, string];
    expect(Number(most)).toBeGreaterThan(0);
    const { code, out } = await run('replay', 'reports/items', '--from', '1');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^✓ replay 1 to reports/items done: ${most} delivered`)),
    ]);
    expect((await run('trace', '1000-01')).out).toContain('delivered again by replay 1');
  });

  test('a replay that nobody waits for is cancelled', async () => {
    const started = await run('replay', 'reports/items', '--from', '1', '--rate', '0.001', '--no-wait');
    expect([started.code, started.out]).toEqual([0, expect.stringContaining('is under way')]);
    const { code, out } = await run('replay', 'reports/items', '--cancel');
    expect([code, out]).toEqual([0, expect.stringContaining('replay 2 to reports/items cancelled')]);
  });

  test('a landscape that changed is planned, put in force without a restart, and taken back', async () => {
    const file = path.join(folder, 'plant', 'systems', 'reports.yaml');
    const before = await readFile(file, 'utf8');
    expect((await run('plan', 'plant')).out).toContain('✓ nothing differs from what runs');
    const after = before.replace('# where: record', 'where: record').replace(/ {5}# only entries.*/, '');
    await writeFile(file, `${after}\n`);
    const difference = expect.stringMatching(/^~ reports\/items\n {4}its settings changed$/m);
    expect((await run('plan', 'plant')).out).toEqual(difference);
    const dry = await run('apply', 'plant', '--dry-run');
    expect([dry.code, dry.out]).toEqual([0, difference]);
    expect(dry.out).toContain('Nothing was changed: this was a dry run.');

    const applied = await run('apply', 'plant', '--reason', 'active ones alone');
    expect([applied.code, applied.out]).toEqual([0, difference]);
    expect(applied.out).toMatch(/✓ it is in force, as step 2/);
    expect((await run('plan', 'plant')).out).toContain('✓ nothing differs from what runs');
    expect((await run('apply', 'plant')).out).toBe('✓ it is in force already\n');

    const undone = await run('apply', '--undo');
    expect([undone.code, undone.out]).toEqual([0, difference]);
    expect(undone.out).toContain('✓ what was before is in force again, as step 3');
    const planned = JSON.parse((await run('plan', 'plant', '--json')).out);
    expect(planned.difference.interfaces).toMatchObject([{ change: 'changed', interface: 'reports/items' }]);
    expect((await run('apply', '--undo', '--dry-run')).code).toBe(2);
    await writeFile(file, before);
  });

  test('a landscape with a fault is neither planned nor put in force, and the fault is told where it stands', async () => {
    const file = path.join(folder, 'plant', 'systems', 'reports.yaml');
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.replace('site: detroit', 'site: detriot'));
    const planned = await run('plan', 'plant');
    expect([planned.code, planned.out]).toEqual([1, '']);
    expect(planned.err).toMatch(
      /^systems\/reports.yaml:7:7 {2}There is no site `detriot`[\s\S]*✗ The landscape cannot be planned as it is\./,
    );
    const applied = await run('apply', 'plant');
    expect(applied.code).toBe(1);
    expect(applied.out).toMatch(/^systems\/reports.yaml:7:7 [\s\S]*\nrefused: nothing was changed\n$/);
    await writeFile(file, before);
    expect((await run('plan', 'plant')).out).toContain('✓ nothing differs from what runs');
    expect((await run('apply', 'nowhere')).err).toMatch(/^✗ nowhere is no landscape\./);
  });
});

describe('what goes wrong is one sentence and advice', () => {
  const fails = async (env: NodeJS.ProcessEnv, ...args: string[]) => {
    const { code, err } = await ended(command(args, { ...environment, ...env }));
    return { code, err };
  };

  test('no hub there', async () => {
    expect(await fails({ LINESHAFT_URL: 'http://127.0.0.1:1' }, 'status')).toEqual({
      code: 3,
      err: '✗ No hub answers at http://127.0.0.1:1.\n  Start one with `npx lineshaft start`, or name another with --url.\n',
    });
  });

  test('a plan without a hub has nothing to compare with; of one that is named and away it is told', async () => {
    const nobody = { ...environment, LINESHAFT_URL: 'http://127.0.0.1:1' };
    const { code, out } = await ended(command(['plan', 'plant'], nobody));
    expect([code, out]).toEqual([0, expect.stringContaining('No hub answers: there is nothing to compare')]);
    expect((await fails({}, 'plan', 'plant', '--url', 'http://127.0.0.1:1')).code).toBe(3);
    expect((await fails(nobody, 'apply', 'plant')).code).toBe(3);
  });

  test('a key the hub does not know', async () => {
    const { code, err } = await fails({ LINESHAFT_KEY: 'ls_wrong' }, 'status');
    expect([code, err]).toEqual([3, expect.stringContaining('does not know this key')]);
    expect(err).not.toContain('ls_wrong');
  });

  test('a database that is not there is waited for, by name and with the reason, until somebody ends it', async () => {
    const env = {
      ...environment,
      DATABASE_URL: 'postgresql://nowhere.invalid:5433/line',
      LINESHAFT_DATA: path.join(folder, 'waiting'),
    };
    const waiting = command(['start', 'plant', '--port', '0'], env);
    const ending = ended(waiting);
    const [line] = await said(waiting, /.*waits for PostgreSQL at nowhere\.invalid:5433, database line.*/);
    expect(line).toContain('getaddrinfo');
    waiting.kill('SIGTERM');
    expect(await ending).toMatchObject({ code: 1, err: expect.stringContaining('✗ Stopped before') });
  });

  test('a database that refuses is not waited for', async () => {
    const other = new URL(environment['DATABASE_URL']!);
    other.pathname = '/no_such_database';
    const env = { DATABASE_URL: other.href, LINESHAFT_DATA: path.join(folder, 'refused') };
    const { code, err } = await fails(env, 'start', 'plant', '--port', '0');
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('✗ The database refuses: database "no_such_database" does not exist.'),
    ]);
  });

  test('a port that is taken, a folder that is no landscape, a word that is no command', async () => {
    const { port } = new URL(address);
    const data = path.join(folder, 'other');
    expect(await fails({ LINESHAFT_DATA: data }, 'start', 'plant', '--port', port)).toEqual({
      code: 1,
      err: expect.stringContaining(`✗ Port ${port} is taken`),
    });
    expect((await fails({}, 'start', 'nowhere')).code).toBe(1);
    expect(await fails({}, 'statsu')).toEqual({
      code: 2,
      err: expect.stringContaining('Did you mean status?'),
    });
  });
});
