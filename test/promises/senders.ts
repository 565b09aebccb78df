import { Agent, request } from 'node:http';
import { connectTo } from '../privatePostgres.ts';

export interface Sender {
  /** Ids that were answered 2xx: the hub has promised to keep them. */
  accepted: Set<string>;
  /** Sends until told to stop; a message without an answer is sent again under the same id. */
  run(): Promise<void>;
  stop(): void;
}

/** A system that pushes one message at a time over a connection of its own, and again, through the next door, until it is acknowledged. */
export function createSender(url: string | readonly string[], name: string, most: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const doors = [url].flat();
  let door = 0;
  const accepted = new Set<string>();
  let running = true;
  return {
    accepted,
    stop: () => {
      running = false;
    },
    run: async () => {
      for (let n = 0; n < most && running; n++) {
        const id = `${name}-${n}`;
        while (
          !(await post(agent, doors[door % doors.length]!, {
            id,
            machine: `M${n % 5}`,
            at: new Date().toISOString(),
          }))
        ) {
          door++;
          if (!running) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        accepted.add(id);
      }
      agent.destroy();
    },
  };
}

/** Whether the message was answered with 2xx. */
export function post(agent: Agent, url: string, body: object): Promise<boolean> {
  return new Promise((resolve) => {
    const text = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'x-key': 'promise',
    };
    const sending = request(url, { method: 'POST', agent, headers, timeout: 30_000 }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve((answer.statusCode ?? 500) < 300));
      answer.once('error', () => resolve(false));
    });
    sending.once('timeout', () => sending.destroy());
    sending.once('error', () => resolve(false));
    sending.end(text);
  });
}

/** What the system `mes` was promised to have been kept, beside what the ledger keeps. */
export async function compareWithLedger(
  databaseUrl: string,
  senders: readonly Sender[],
): Promise<{ twice: string[]; missing: string[] }> {
  const client = await connectTo(databaseUrl);
  const { rows } = await client.query('select id from ledger');
  await client.end();
  const ids = rows.map((row) => row.id as string);
  const kept = new Set(ids);
  const promised = senders.flatMap((sender) => [...sender.accepted]).map((id) => `mes~${id}`);
  return {
    twice: kept.size === ids.length ? [] : ids.filter((id, at) => ids.indexOf(id) !== at),
    missing: promised.filter((id) => !kept.has(id)),
  };
}
