import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { freePort } from '../../database/freePort.ts';

const program = '/usr/sbin/mosquitto';

/** Why the tests with Mosquitto cannot run here; under CI they must. */
export const withoutMosquitto =
  existsSync(program) || process.env['CI'] === 'true' ? undefined : `${program} is not installed`;

/** A real broker that keeps its sessions on disk after every change, and denies `out/forbidden`. */
export interface TestBroker {
  url: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function testBroker(more: string[] = []): Promise<TestBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'lineshaft-mosquitto-'));
  const port = await freePort();
  const config = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    'persistence true',
    `persistence_location ${folder}/`,
    'autosave_interval 1',
    'autosave_on_changes true',
    `acl_file ${folder}/acl`,
    ...more,
  ];
  await writeFile(join(folder, 'acl'), 'topic readwrite #\ntopic deny out/forbidden\n');
  await writeFile(join(folder, 'conf'), `${config.join('\n')}\n`);
  let broker = await run(folder);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    stop: (signal = 'SIGTERM') => end(broker, signal),
    start: async () => {
      broker = await run(folder);
    },
    remove: async () => {
      await end(broker, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function connectTo(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  return mqtt.connectAsync(url, {
    protocolVersion: 5,
    timerVariant: 'native',
    reconnectPeriod: 0,
    ...options,
  });
}

/** Makes the session of a source, as if it had run before: what is published from then on waits for it. */
export async function makeSession(url: string, clientId: string, topic: string): Promise<void> {
  const options = { clientId, clean: false, properties: { sessionExpiryInterval: 3600 } };
  const client = await connectTo(url, options);
  await client.subscribeAsync(topic, { qos: 1 });
  await client.endAsync();
}

async function run(folder: string): Promise<ChildProcess> {
  const broker = spawn(program, ['-c', join(folder, 'conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  for await (const chunk of broker.stderr) {
    said += chunk;
    if (/running/.test(said)) return broker;
  }
  throw new Error(said);
}

async function end(broker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return;
  const ended = once(broker, 'exit');
  broker.kill(signal);
  await ended;
}
