import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { number } from './files.ts';

/**
 * The outside of the bench, in a process of its own so that it does not share the hub's thread:
 * `load.ts flood <connections> <seconds> <url>` sends as fast as it is answered, one message a request;
 * `load.ts relay <perSecond> <seconds> <warmUp>` is itself the target, is told the url by its parent, and sends at a fixed rate: so it knows when each message came out.
 * What it sends in the seconds of the warm-up is not counted.
 * Prints one line of JSON.
 */
const [mode, first, second, third] = process.argv.slice(2);
let url = '';
const ITEMS = 100;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let sequence = 0;

if (mode === 'flood') await flood(Number(first), Number(second), third!);
else await relay(Number(first), Number(second), Number(third));
agent.destroy();
process.exit(0);

async function flood(connections: number, seconds: number, at: string): Promise<void> {
  url = at;
  const end = Date.now() + seconds * 1000;
  const started = performance.now();
  let sent = 0;
  let refused = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (Date.now() < end) {
        if ((await send(nextMessage())) === 202) sent++;
        else refused++;
      }
    }),
  );
  say({ perSecond: sent / ((performance.now() - started) / 1000), sent, refused });
}

async function relay(perSecond: number, seconds: number, warmUp: number): Promise<void> {
  const startedAt = new Map<string, number>();
  const latencies: number[] = [];
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      const now = performance.now();
      const { id } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string };
      const started = startedAt.get(id.slice(id.indexOf('~') + 1));
      if (started !== undefined) latencies.push(now - started);
      answer.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.send?.({ port: (server.address() as AddressInfo).port });
  const told = await new Promise<{ url: string }>((resolve) => process.once('message', resolve));
  url = told.url;

  const begun = performance.now();
  const total = perSecond * seconds;
  const unmeasured = perSecond * warmUp;
  while (sequence < unmeasured + total) {
    const due = Math.min(unmeasured + total, Math.floor(((performance.now() - begun) / 1000) * perSecond));
    while (sequence < due) {
      const message = nextMessage();
      if (sequence > unmeasured) startedAt.set(message.id, performance.now());
      void send(message);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  for (let waited = 0; latencies.length < total && waited < 10_000; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  say({ sent: total, arrived: latencies.length, p50: at(0.5), p99: at(0.99) });
}

function nextMessage() {
  const n = sequence++;
  return {
    id: `M${process.pid}-${n}`,
    at: new Date().toISOString(),
    sku: number(n % ITEMS),
    quantity: 1 + (n % 9),
    place: `A${n % 12}`,
    order: String(1_000_000 + (n % 5000)),
  };
}

function send(message: object): Promise<number> {
  const text = JSON.stringify(message);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-key': 'bench',
  };
  return new Promise((resolve) => {
    const sending = request(`${url}/in/mes/movements`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    sending.once('error', () => resolve(0));
    sending.end(text);
  });
}

function say(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
