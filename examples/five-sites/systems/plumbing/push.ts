import type { Kit } from './kit.ts';
import type { Change } from './store.ts';

/** A message that waits for the hub to take it. */
export interface Push {
  id: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Told twice on purpose, as webhooks are. */
  twice?: boolean;
}

/** Puts a push into the outbox; goes into the same write as what it tells of. */
export function pushChange(push: Push): Change {
  return { in: 'outbox', key: push.id, value: push };
}

export function waitingPushes(kit: Kit): number {
  return kit.store.collection<Push>('outbox').size;
}

/** Sends the outbox in order, one path after the other; what is refused for good is dropped and counted. */
export function sendOutbox(kit: Kit): void {
  const wait = { ms: 0, until: 0 };
  const controller = new AbortController();
  kit.onStop(() => controller.abort());
  kit.every(50, async () => {
    if (kit.weather.cut || Date.now() < wait.until) return;
    for (const push of kit.store.collection<Push>('outbox').values()) {
      const outcome = await send(kit, push, controller.signal);
      if (outcome === 'later') return backOff(wait);
      wait.ms = 0;
      kit.write(
        [{ in: 'outbox', key: push.id }],
        [{ received: `push ${push.path}`, outcome: outcome === 'refused' ? 'rejected' : 'accepted' }],
      );
    }
  });
}

function backOff(wait: { ms: number; until: number }): void {
  wait.ms = Math.min(15_000, wait.ms * 2 || 500);
  wait.until = Date.now() + wait.ms;
}

async function send(kit: Kit, push: Push, signal: AbortSignal): Promise<'taken' | 'refused' | 'later'> {
  let status = 0;
  for (let i = 0; i < (push.twice ? 2 : 1); i++) status = await post(kit, push, signal);
  if (status >= 200 && status < 300) return 'taken';
  return [400, 413, 422].includes(status) ? 'refused' : 'later';
}

async function post(kit: Kit, push: Push, signal: AbortSignal): Promise<number> {
  try {
    const response = await fetch(kit.options.hub + push.path, {
      method: 'POST',
      headers: push.headers,
      body: push.body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
