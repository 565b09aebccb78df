import type { Completeness } from '../delivery/completeness.ts';
import { noteHold } from '../delivery/holds.ts';
import { pause } from '../delivery/pause.ts';
import type { Topic, Wakeup } from '../ledger/wakeup.ts';
import { measure, readNewest } from '../outbound/completeness.ts';
import type { OutboundLine, Outlet } from '../outbound/outlet.ts';
import { RENEW_MS } from './underLease.ts';

/** A target with a threshold sends nothing until so much of what waits can be mapped for it; then it is live, and stays so. */
export async function untilLive(
  line: OutboundLine,
  outlet: Outlet,
  wakeup: Wakeup,
  signal: AbortSignal,
): Promise<void> {
  const { goLive, entity } = outlet.interface;
  if (goLive === undefined) return;
  // A reference may arrive with any entity.
  const topics: Topic[] = ['ledger', `ledger:${entity}`, 'codes'];
  while (!signal.aborted) {
    const began = performance.now();
    const seen = wakeup.count(topics);
    const { live, position } = await readLive(line, outlet.id);
    if (live) break;
    const found = await measure(line, outlet, await readNewest(line.pool, entity, position));
    if (found.meant > 0 && found.deliverable >= goLive * found.meant) {
      await line.pool.query('update subscription set live_at = now() where id = $1', [outlet.id]);
      break;
    }
    await noteHold(line.pool, 'subscription', outlet.id, {
      state: 'held-gate',
      reason: words(found, goLive),
    });
    const looked = performance.now() - began;
    await wakeup.next(topics, seen, RENEW_MS, signal);
    // While much comes in, looking takes at most a tenth of the time.
    await pause(Math.max(100, 10 * looked), signal);
  }
  if (!signal.aborted) await noteHold(line.pool, 'subscription', outlet.id, undefined);
}

async function readLive({ pool }: OutboundLine, id: number): Promise<{ live: boolean; position: number }> {
  const { rows } = await pool.query<{ live: boolean; position: number }>(
    'select live_at is not null as live, position from subscription where id = $1',
    [id],
  );
  return rows[0]!;
}

/** `97 of 100 can be delivered, it goes live at 98 %; missing: item reference 2, unit code 1`. */
function words({ meant, deliverable, missing }: Completeness, goLive: number): string {
  const at = `it goes live at ${Math.round(goLive * 1000) / 10} %`;
  if (meant === 0) return `nothing waits for it yet, ${at}`;
  const lacks = missing.slice(0, 3).map(({ what, count }) => `${what} ${count}`);
  return `${deliverable} of ${meant} can be delivered, ${at}; missing: ${lacks.join(', ')}`;
}
