import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSystem } from '../plumbing/system.ts';
import { eventually, testOptions } from '../testing.ts';
import { withGs1CheckDigit } from '../world/checkDigits.ts';
import { start } from './start.ts';

let options: Awaited<ReturnType<typeof testOptions>>;
let wms: RunningSystem;
beforeEach(async () => {
  options = await testOptions();
  wms = await start(options);
});
afterEach(async () => {
  await wms.stop();
  await options.clean();
});

const folder = (name: 'IN' | 'OUT') => wms.addresses[`WMS_COLUMBUS_${name}`]!;
const records = (prefix: string) =>
  readdirSync(folder('OUT'))
    .filter((name) => name.startsWith(prefix) && name.endsWith('.txt'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder('OUT'), name), 'ascii')
        .split('\r\n')
        .filter((line) => line.startsWith('L')),
    );
const head =
  `HDLV ${'8000001'.padEnd(10)}${'20017'.padEnd(10)}20260305${'5000001'.padEnd(10)}AGreat Lakes`.padEnd(80);
const line = (quantity: string, unit: string) =>
  `L${'8000001'.padEnd(10)}${'10'.padEnd(6)}${'100007'.padEnd(18)}${quantity}${unit}`.padEnd(100);

test('picks, packs and ships a delivery, in dozens where they come out even, and tells each milestone', async () => {
  writeFileSync(join(folder('IN'), 'DLV1.txt'), `${head}\r\n${line('000000024000', 'EA')}\r\n`);
  await eventually(() => records('MIL').length === 4);
  await eventually(() => records('MOV').length === 2);
  expect(
    records('MOV').map((record) => [
      record.length,
      record.slice(13, 15),
      record.slice(15, 33).trim(),
      record.slice(33, 48),
    ]),
  ).toEqual([
    [100, 'PK', '100007', '000000002000+DZ'],
    [100, 'SH', '100007', '000000002000+DZ'],
  ]);
  expect(records('MIL').map((record) => record.slice(23, 26))).toEqual(['PCK', 'LDD', 'DEP', 'DLV']);
  const sscc = records('MIL')[0]!.slice(40, 58);
  expect(withGs1CheckDigit(sscc.slice(0, -1))).toBe(sscc);
  expect(records('MIL')[0]!.slice(78).trim()).toBe('5000001');
});

test('tells what lies in its bins', async () => {
  await eventually(() => records('STK').length > 100);
  expect(
    records('STK').every((record) => /^L\d{6} {12}A01 {5}\d{12}\+(EA|DZ)\d{14} {44}$/.test(record)),
  ).toBe(true);
});

test('keeps what is held of a bin from being picked, tells it at once, and frees or scraps it', async () => {
  const held = (reference: string, action: string, item: string) =>
    `L${reference.padEnd(40)}${action}${item.padEnd(18)}000000002000DZ`.padEnd(100);
  const told = (item: string) =>
    Object.fromEntries(
      records('STK')
        .filter((record) => record.slice(1, 19).trim() === item)
        .map((record) => [record[56] === 'H' ? 'held' : 'free', pieces(record)]),
    );
  await eventually(() => records('STK').length > 100);
  const [one = '', other = ''] = records('STK')
    .filter((record) => pieces(record) > 24)
    .map((record) => record.slice(1, 19).trim());
  const [had, hadOther] = [told(one)['free']!, told(other)['free']!];
  writeFileSync(
    join(folder('IN'), 'HLD1.txt'),
    `${held('na-erp~1', 'H', one)}\r\n${held('na-erp~2', 'H', other)}\r\n`,
  );
  await eventually(() => told(one)['held'] === 24 && told(other)['held'] === 24);
  expect(told(one)['free']).toBe(had - 24);
  writeFileSync(
    join(folder('IN'), 'HLD2.txt'),
    `${held('na-erp~1', 'R', one)}\r\n${held('na-erp~2', 'S', other)}\r\n`,
  );
  await eventually(() => told(one)['held'] === 0 && told(other)['held'] === 0);
  expect([told(one)['free'], told(other)['free']]).toEqual([had, hadOther - 24]);
  writeFileSync(join(folder('IN'), 'HLD3.txt'), `${held('na-erp~1', 'S', one)}\r\n`);
  await eventually(() => existsSync(join(folder('IN'), 'ERR', 'HLD3.txt.log')));
});

const pieces = (record: string) =>
  (Number(record.slice(27, 39)) / 1000) * (record.slice(40, 42) === 'DZ' ? 12 : 1);

test('puts a file aside that it cannot read', async () => {
  writeFileSync(join(folder('IN'), 'DLV2.txt'), `${head}\r\n${line('000000024000', 'QQ')}\r\n`);
  await eventually(() => existsSync(join(folder('IN'), 'ERR', 'DLV2.txt.log')));
  expect(readFileSync(join(folder('IN'), 'ERR', 'DLV2.txt.log'), 'utf8')).toBe('line 2: unit QQ\n');
});
