import type { Log } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import { type Backoff, createBackoff } from '../delivery/backoff.ts';
import { pause } from '../delivery/limits.ts';
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

/**
 * Keeps the lease while the work goes on, however long one step of it takes: a target that does not answer must not cost the lease. Work that
 * lost it is told to stop.
 */
export async function whileRenewing(
  leased: Leased,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const renewing = keepRenewing(leased, signal);
  renewing.catch(() => stop.abort());
  try {
    await work(signal);
  } finally {
    stop.abort();
  }
  await renewing;
}

export async function keepRenewing(leased: Leased, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(RENEW_MS, signal);
    if (!signal.aborted) await renewLease(leased);
  }
}

function takeLease({ pool, table, id, holder }: Leased): Promise<boolean> {
  return lease(pool, table, id, holder);
}
