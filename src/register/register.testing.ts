import type { Pool } from '../database/pool.ts';
import { followLedger } from './follow.ts';

/** Brings the register up to the head of the ledger, as its keeper does in a hub. */
export async function followNow(pool: Pool): Promise<void> {
  while ((await followLedger(pool)) !== 'even');
}
