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

/** The lease as this process knows it. */
export interface Tenure {
  /** Aborts when the work is to end, and when the lease is lost. */
  signal: AbortSignal;
  /** Throws `LeaseLost` when the lease was not renewed in time, also when the whole process slept: another may work by now. */
  check(): void;
}

const LEASE_MS = LEASE_SECONDS * 1000;

/** A third of the lease: renewed twice before it runs out. */
export const RENEW_MS = LEASE_MS / 3;

/** How often a process that does not hold the lease asks for it: it works at the latest so long after the lease of another ran out. */
const ASK_MS = LEASE_MS / 8;

/**
 * Runs `work` whenever this process holds the lease, which is renewed beside it, again and again until the signal aborts. Work that fails
 * starts anew, later each time; work that lost its lease waits for the other process to let go.
 */
export async function underLease(
  leased: Leased,
  log: Log,
  signal: AbortSignal,
  work: (backoff: Backoff, tenure: Tenure) => Promise<void>,
  onFailure: (error: Error) => Promise<void> = async () => {},
): Promise<void> {
  const backoff = createBackoff();
  while (!signal.aborted) {
    try {
      const asked = performance.now();
      if (await takeLease(leased))
        await whileLeased(leased, asked, signal, (tenure) => work(backoff, tenure));
      else await pause(ASK_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (isLeaseLost(error)) continue;
      log.warn({ error: (error as Error).message }, 'failed, will be tried again');
      await onFailure(error as Error);
      await pause(backoff.next(), signal);
    }
  }
}

/** Rejects with `LeaseLost` when the lease is lost. `taken`: when it was taken, by the clock that knows no jumps. */
async function whileLeased(
  leased: Leased,
  taken: number,
  outer: AbortSignal,
  work: (tenure: Tenure) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  let until = taken + LEASE_MS;
  const check = () => {
    if (performance.now() >= until) throw new LeaseLost(`the lease on ${leased.name} ran out`);
  };
  const renew = async () => {
    while (!signal.aborted) {
      await pause(RENEW_MS, signal);
      if (signal.aborted) return;
      check();
      const asked = performance.now();
      if (!(await takeLease(leased))) throw new LeaseLost(`${leased.name} is worked by another process`);
      until = asked + LEASE_MS;
    }
  };
  const over = () => stop.abort();
  const both = [renew().finally(over), work({ signal, check }).finally(over)];
  const failed = (await Promise.allSettled(both)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

function takeLease({ pool, table, id, holder }: Leased): Promise<boolean> {
  return lease(pool, table, id, holder);
}
