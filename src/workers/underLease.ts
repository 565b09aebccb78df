import type { Log } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import { type Backoff, createBackoff } from '../delivery/backoff.ts';
import { pause } from '../delivery/pause.ts';
import { type Holder, isLeaseLost, LEASE_SECONDS, LeaseLost, lease } from '../lease.ts';

/** The row that is leased, and who leases it. */
export interface Leased {
  pool: Pool;
  table: 'source' | 'subscription';
  id: number;
  /** `<system>/<interface>`. */
  name: string;
  holder: Holder;
}

/** A third of the lease: renewed twice before it runs out. */
export const RENEW_MS = (LEASE_SECONDS * 1000) / 3;

/**
 * Runs `work` whenever this process holds the lease, again and again until the signal aborts. Work that fails starts anew, later each
 * time; work that lost its lease waits for the other process to let go.
 */
export async function underLease(
  leased: Leased,
  log: Log,
  signal: AbortSignal,
  work: (backoff: Backoff) => Promise<void>,
  onFailure: (error: Error) => Promise<void> = async () => {},
): Promise<void> {
  const backoff = createBackoff();
  while (!signal.aborted) {
    try {
      if (await takeLease(leased)) await work(backoff);
      else await pause((LEASE_SECONDS * 1000) / 4, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (isLeaseLost(error)) continue;
      log.warn({ error: (error as Error).message }, 'failed, will be tried again');
      await onFailure(error as Error);
      await pause(backoff.next(), signal);
    }
  }
}

/** Throws `LeaseLost` when another process took over. */
export async function renewLease(leased: Leased): Promise<void> {
  if (!(await takeLease(leased))) throw new LeaseLost(`${leased.name} is worked by another process`);
}

function takeLease({ pool, table, id, holder }: Leased): Promise<boolean> {
  return lease(pool, table, id, holder);
}
