import { mkdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import mqtt from 'mqtt';
import { afterEach, expect, test } from 'vitest';
import {
  type TestBroker,
  testBroker,
  withoutMosquitto,
} from '../../src/connectors/mqtt/mosquitto.testing.ts';
import { problemTypes } from '../../src/vocabulary/problem.ts';
import { type TestDatabase, testDatabase } from '../database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from '../process.ts';
import { startTarget, type TestTarget } from '../target.ts';
import { drop, hostileFiles, hostileValues, movement } from './badInputFiles.ts';
import { everyConnector, fileFormats } from './badInputLandscape.ts';
import { watchMemory } from './memory.ts';

/** What a record of 10 million characters costs while it is decoded, packed and parked, in several interfaces at once: not what a file has. */
const HEAP = 320;
const MEGABYTES = 800;

let database: TestDatabase;
let plant: TestDatabase;
let broker: TestBroker;
let target: TestTarget;
let hub: HubProcess;
let folder: string;
afterEach(async () => {
  await hub?.kill();
  await target?.stop();
  await broker?.remove();
  await plant?.drop();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test.skipIf(withoutMosquitto)(
  '10. bad input through every connector parks or is refused with a code and advice; the rest goes on, in bounded memory',
  async () => {
    database = await testDatabase();
    plant = await testDatabase();
    broker = await testBroker();
    target = await startTarget();
    folder = await temporaryFolder('drops');
    for (const name of fileFormats) await mkdir(path.join(folder, name));
    const rows = await fillTable(plant);
    const peers = { folder, sql: plant.url, mqtt: broker.url, target: target.url };
    hub = await startHubProcess(await everyConnector(peers), database.url, {
      NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
    });
    const memory = watchMemory(hub);

    for (const file of hostileFiles) await drop(folder, file);
    const packets = await publish(broker.url);
    const pushed = await push(hub.url);

    const good = [
      ...hostileFiles.flatMap((file) => file.good.map((id) => `drops~${id}`)),
      ...rows.good.map((id) => `table~${id}`),
      ...packets.good.map((id) => `broker~${id}`),
      ...pushed.good.map((id) => `hook~${id}`),
    ].toSorted();
    const arrived = () => [...new Set(target.received.map(({ body }) => body['id']))].toSorted();
    await until(async () => arrived().length >= good.length).catch(() => {});
    expect(arrived(), `${hub.output()}${JSON.stringify(await parkedCodes())}`).toEqual(good);

    const expected: Record<string, string[]> = {
      'table/rows': rows.codes,
      'broker/packets': packets.codes,
      'hook/pushed': pushed.codes,
    };
    for (const format of fileFormats) {
      const files = hostileFiles.filter(({ name }) => path.dirname(name) === format);
      expected[`drops/${format}`] = files.flatMap(({ codes }) => codes);
    }
    expect(await parkedCodes()).toEqual(
      Object.fromEntries(Object.entries(expected).map(([id, codes]) => [id, codes.toSorted()])),
    );
    const { rows: told } = await database.pool.query('select problem, length(raw) as size from parked');
    for (const { problem, size } of told) {
      expect(problem.advice).toBe(problemTypes[problem.code as keyof typeof problemTypes].advice);
      expect(size).toBeLessThanOrEqual(10 * 1024 * 1024);
    }
    expect(memory.most()).toBeLessThan(MEGABYTES);
    await memory.stop();
  },
);

async function parkedCodes(): Promise<Record<string, string[]>> {
  const { rows } = await database.pool.query(
    'select interface, array_agg(code order by code collate "C") as codes from parked group by interface',
  );
  return Object.fromEntries(rows.map((row) => [row.interface, row.codes]));
}

interface Sent {
  good: string[];
  codes: string[];
}

/** A table that holds what databases can hold and a plant's people never mean. */
async function fillTable({ pool }: TestDatabase): Promise<Sent> {
  await pool.query('create table movement (n int primary key, id text, qty numeric, unit text, day date)');
  await pool.query(`insert into movement values
    (1, 'row-1', 5, 'EA', '2026-01-01'),
    (2, 'row-nan', 'NaN', 'EA', '2026-01-01'),
    (3, 'row-infinite', 'Infinity', 'EA', '2026-01-01'),
    (4, 'row-endless', 5, 'EA', 'infinity'),
    (5, 'row-ancient', 5, 'EA', '4713-01-01 BC'),
    (6, 'row-far', 5, 'EA', '5874897-12-31'),
    (7, 'row-2', 5, 'EA', '2026-01-01'),
    (8, repeat('K', 10000), 5, 'EA', '2026-01-01'),
    (9, E'a\\nb', 5, 'EA', '2026-01-01'),
    (10, repeat('x', 20000000), 5, 'EA', '2026-01-01'),
    (11, 'row-fine', 1e30, 'EA', '2026-01-01'),
    (12, null, 5, 'EA', '2026-01-01'),
    (13, 'row-unit', 5, null, '2026-01-01'),
    (14, 'row-3', 5, 'EA', '2026-01-01')`);
  return {
    good: ['row-1', 'row-2', 'row-3'],
    codes: [
      'number-invalid',
      'number-invalid',
      'date-invalid',
      'date-invalid',
      'date-invalid',
      'key-invalid',
      'key-invalid',
      'field-too-large',
      'number-invalid',
      'key-invalid',
      'schema-violated',
    ],
  };
}

async function publish(url: string): Promise<Sent> {
  const client = await mqtt.connectAsync(url);
  const payloads: [string | Buffer, string?][] = [
    [JSON.stringify(movement({ id: 'packet-1' }))],
    ['{"id":', 'document-malformed'],
    [Buffer.from([0x22, 0xff, 0x22]), 'encoding-invalid'],
    ['['.repeat(100_000), 'document-hostile'],
    ['x'.repeat(5_000_000), 'field-too-large'],
    ...hostileValues.map(([value, code], i): [string, string] => [
      JSON.stringify(movement({ id: `p${i}`, ...value })),
      code,
    ]),
    [JSON.stringify(movement({ id: 'packet-2' }))],
  ];
  for (const [payload] of payloads) await client.publishAsync('movements', payload, { qos: 1 });
  await client.endAsync();
  return { good: ['packet-1', 'packet-2'], codes: payloads.flatMap(([, code]) => code ?? []) };
}

/** What a caller may send to a door; what is refused there never parks. */
async function push(hubUrl: string): Promise<Sent> {
  const large = Buffer.alloc(20_000_000, 0x20);
  const refused: [string | Buffer, 'chunked' | 'sized', number, string][] = [
    [large, 'sized', 413, 'body-too-large'],
    [large, 'chunked', 413, 'body-too-large'],
    ['{"id":"x","qty":NaN}', 'sized', 400, 'document-malformed'],
    ['['.repeat(50_000), 'chunked', 400, 'document-hostile'],
    [Buffer.from([0x22, 0xff, 0x22]), 'sized', 400, 'encoding-invalid'],
    ['', 'sized', 400, 'document-malformed'],
  ];
  expect(await call(hubUrl, JSON.stringify(movement({ id: 'push-1' })), 'sized')).toMatchObject({
    status: 202,
  });
  for (const [body, how, status, code] of refused) {
    expect(await call(hubUrl, body, how)).toMatchObject({ status, code, advice: expect.any(String) });
  }
  for (const [i, [value]] of hostileValues.entries()) {
    expect(await call(hubUrl, JSON.stringify(movement({ id: `h${i}`, ...value })), 'chunked')).toMatchObject({
      status: 202,
    });
  }
  expect(await call(hubUrl, JSON.stringify(movement({ id: 'push-2' })), 'chunked')).toMatchObject({
    status: 202,
  });
  return { good: ['push-1', 'push-2'], codes: hostileValues.map(([, code]) => code) };
}

/** The answer's status and problem; a door that refuses early may close before the body was sent. */
function call(
  hubUrl: string,
  body: string | Buffer,
  how: 'chunked' | 'sized',
): Promise<{ status: number; code?: string; advice?: string }> {
  return new Promise((resolve, reject) => {
    const sized = how === 'sized' ? { 'content-length': Buffer.byteLength(body) } : {};
    const headers = { 'x-key': 'promise', 'content-type': 'application/json', ...sized };
    const sending = request(`${hubUrl}/in/hook/pushed`, { method: 'POST', headers }, async (answer) => {
      const text = (await answer.toArray()).join('');
      resolve({ status: answer.statusCode ?? 0, ...JSON.parse(text) });
      sending.destroy();
    });
    sending.once('error', reject);
    sending.end(body);
  });
}
