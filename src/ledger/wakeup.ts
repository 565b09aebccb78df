import { EventEmitter } from 'node:events';
import pg from 'pg';

export const CHANNEL = 'lineshaft_ledger';
export const PARKED_CHANNEL = 'lineshaft_parked';
export const MAINTENANCE_CHANNEL = 'lineshaft_maintenance';
export const SYSTEM_CHANNEL = 'lineshaft_system';
export const MERGE_CHANNEL = 'lineshaft_merge';
export const LANDSCAPE_CHANNEL = 'lineshaft_landscape';
export const CODES_CHANNEL = 'lineshaft_codes';
export const PROCESS_CHANNEL = 'lineshaft_process';
export const INSTANCES_CHANNEL = 'lineshaft_instances';
export const REGISTER_CHANNEL = 'lineshaft_register';
export const KEYS_CHANNEL = 'lineshaft_keys';
export const QUALITY_CHANNEL = 'lineshaft_quality';
const CHANNELS = [
  CHANNEL,
  PARKED_CHANNEL,
  MAINTENANCE_CHANNEL,
  SYSTEM_CHANNEL,
  MERGE_CHANNEL,
  LANDSCAPE_CHANNEL,
  CODES_CHANNEL,
  PROCESS_CHANNEL,
  INSTANCES_CHANNEL,
  REGISTER_CHANNEL,
  KEYS_CHANNEL,
  QUALITY_CHANNEL,
];

/**
 * What one can wait for: any append, appends of one entity, messages of one interface parked or decided on, a word on maintenance, news of how a
 * system stands, what people ask of a process, instances of one that went on, things merged or parted, another landscape in force, a code list completed,
 * the register further on, a key made or taken back, what was checked counted.
 */
export type Topic =
  | 'merge'
  | 'ledger'
  | `ledger:${string}`
  | `parked:${string}`
  | 'maintenance'
  | `system:${string}`
  | `process:${string}`
  | `instances:${string}`
  | 'landscape'
  | 'codes'
  | 'register'
  | 'keys'
  | 'quality';

/** Take a count before a read, wait with it after: a wake-up that came during the read is not missed. */
export interface Wakeup {
  /** How often the topics were rung, by any process. */
  count(topics: readonly Topic[]): number;
  /** Resolves when the count is past `seen`, at the latest after `ms` or on abort. */
  next(topics: readonly Topic[], seen: number, ms: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens on a connection of its own. While that connection is down sleepers still wake by their timeout, and all
 * are woken when it is back, so a lost notification costs time, never a message.
 */
export async function openWakeup(url: string): Promise<Wakeup> {
  const bells = createBells();
  let closed = false;
  let client: pg.Client | undefined;

  const listen = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'lineshaft wakeup',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 15_000,
    });
    fresh.on('error', () => {});
    fresh.on('notification', ({ channel, payload }) => {
      if (channel === MAINTENANCE_CHANNEL) return bells.ring(['maintenance']);
      if (channel === MERGE_CHANNEL) return bells.ring(['merge']);
      if (channel === LANDSCAPE_CHANNEL) return bells.ring(['landscape']);
      if (channel === CODES_CHANNEL) return bells.ring(['codes']);
      if (channel === REGISTER_CHANNEL) return bells.ring(['register']);
      if (channel === KEYS_CHANNEL) return bells.ring(['keys']);
      if (channel === QUALITY_CHANNEL) return bells.ring(['quality']);
      if (!payload) return bells.ringAll();
      if (channel === PARKED_CHANNEL) return bells.ring([`parked:${payload}`]);
      if (channel === SYSTEM_CHANNEL) return bells.ring([`system:${payload}`]);
      if (channel === PROCESS_CHANNEL) return bells.ring([`process:${payload}`]);
      if (channel === INSTANCES_CHANNEL) return bells.ring([`instances:${payload}`]);
      bells.ring(['ledger', ...payload.split(' ').map((entity): Topic => `ledger:${entity}`)]);
    });
    try {
      await fresh.connect();
      await fresh.query(CHANNELS.map((channel) => `listen ${channel}`).join('; '));
    } catch (error) {
      fresh.end().catch(() => {});
      throw error;
    }
    return fresh;
  };
  const connect = async (): Promise<void> => {
    const fresh = await listen();
    if (closed) return fresh.end();
    client = fresh;
    // Only a connection that listened is replaced here: one that never came about ends too, and would be tried twice.
    fresh.on('end', reconnect);
    bells.ringAll();
  };
  const reconnect = () => {
    if (!closed) setTimeout(() => connect().catch(reconnect), 250).unref();
  };

  await connect();
  return {
    count: bells.count,
    next: bells.next,
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}

function createBells() {
  const counts = new Map<Topic, number>();
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  let all = 0;

  const count = (topics: readonly Topic[]) =>
    topics.reduce((sum, topic) => sum + (counts.get(topic) ?? 0), all);
  return {
    count,
    ring: (topics: readonly Topic[]) => {
      for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1);
      for (const topic of topics) emitter.emit(topic);
    },
    ringAll: () => {
      all++;
      emitter.emit('all');
    },
    next: (topics: readonly Topic[], seen: number, ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (count(topics) > seen || signal.aborted) return resolve();
        const events = ['all', ...topics];
        const done = () => {
          clearTimeout(timer);
          for (const event of events) emitter.off(event, done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        for (const event of events) emitter.once(event, done);
        signal.addEventListener('abort', done);
      }),
  };
}
