import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './process.ts';

/** A clock of one process that can be set wrong, by Debian's package `faketime`. */
export interface Clock {
  /** The process starts with these. */
  environment: Record<string, string>;
  /** So many seconds ahead, or behind when negative. */
  set(seconds: number): void;
}

/** Undefined where there is no libfaketime. */
export async function wrongClock(): Promise<Clock | undefined> {
  const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');
  if (library === undefined) return undefined;
  const file = path.join(await temporaryFolder('clock'), 'offset');
  const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  set(0);
  return {
    set,
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      // Only the clock on the wall: no machine's monotonic clock jumps.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DISABLE_SHM: '1',
    },
  };
}
