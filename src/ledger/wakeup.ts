import { EventEmitter } from 'node:events';
import pg from 'pg';

export const CHANNEL = 'lineshaft_ledger';
export const PARKED_CHANNEL = 'lineshaft_parked';

/** Take a count before a read, wait with it after: a wake-up that came during the read is not missed. */
export interface Wakeup {
  /** Appends to the ledger, and decisions on parked messages, by any process. */
  count(): number;
  /** Resolves when the count is past `seen`, at the latest after `ms` or on abort. */
  next(seen: number, ms: number, signal: AbortSignal): Promise<void>;
  /** Messages of one interface parked, and decisions on them. */
  parkedCount(interfaceId: string): number;
  nextParked(interfaceId: string, seen: number, ms: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens on a connection of its own. While that connection is down sleepers still wake by their timeout, and all
 * are woken when it is back, so a lost notification costs time, never a message.
 */
export async function openWakeup(url: string): Promise<Wakeup> {
  const either = createBell();
  const parkedOf = new Map<string, Bell>();
  const bellOf = (interfaceId: string): Bell => {
    const bell = parkedOf.get(interfaceId) ?? createBell();
    parkedOf.set(interfaceId, bell);
    return bell;
  };
  /** Without an interface: all of them. */
  const ringParked = (interfaceId?: string) => {
    if (interfaceId) bellOf(interfaceId).ring();
    else for (const bell of parkedOf.values()) bell.ring();
  };
  let closed = false;
  let client: pg.Client | undefined;

  const listen = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'lineshaft wakeup',
      keepAlive: true,
      connectionTimeoutMillis: 15_000,
    });
    fresh.on('error', () => {});
    fresh.on('notification', ({ channel, payload }) => {
      either.ring();
      if (channel === PARKED_CHANNEL) ringParked(payload);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}; listen ${PARKED_CHANNEL}`);
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
    either.ring();
    ringParked();
  };
  const reconnect = () => {
    if (!closed) setTimeout(() => connect().catch(reconnect), 250).unref();
  };

  await connect();
  return {
    count: either.count,
    next: either.next,
    parkedCount: (interfaceId) => bellOf(interfaceId).count(),
    nextParked: (interfaceId, seen, ms, signal) => bellOf(interfaceId).next(seen, ms, signal),
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}

type Bell = ReturnType<typeof createBell>;

function createBell() {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  let count = 0;
  return {
    count: () => count,
    ring: () => {
      count++;
      emitter.emit('ring');
    },
    next: (seen: number, ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (count > seen || signal.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          emitter.off('ring', done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        emitter.once('ring', done);
        signal.addEventListener('abort', done);
      }),
  };
}
