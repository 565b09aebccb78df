import type { HubProcess } from '../process.ts';

export interface Memory {
  /** The most that was resident since the watch began or `forget` was called, in megabytes. */
  most(): number;
  forget(): void;
  stop(): Promise<void>;
}

/** Looks at the hub's resident memory ten times a second. */
export function watchMemory(hub: HubProcess): Memory {
  let most = 0;
  let watching = true;
  const watched = (async () => {
    while (watching) {
      most = Math.max(most, await hub.megabytes().catch(() => 0));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    most: () => most,
    forget: () => {
      most = 0;
    },
    stop: () => {
      watching = false;
      return watched;
    },
  };
}
