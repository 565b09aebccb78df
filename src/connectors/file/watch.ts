import { type FSWatcher, watch } from 'node:fs';

export interface FolderWatch {
  /** Resolves when something changed in the folder since the last call, after `ms`, or on abort. */
  change(ms: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** A burst of changes (a file that grows) is one change. */
const burst = 50;

/** Where the operating system cannot watch (network shares, too many watches), only `ms` counts. */
export function watchFolder(folder: string): FolderWatch {
  let changed = false;
  let wake: (() => void) | undefined;
  const watcher = open(folder, () => {
    changed = true;
    wake?.();
  });
  return {
    async change(ms, signal) {
      await until(ms, signal, (done) => {
        if (changed) done();
        else wake = done;
      });
      wake = undefined;
      if (changed) await until(Math.min(ms, burst), signal, () => undefined);
      changed = false;
    },
    close: () => watcher?.close(),
  };
}

function open(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

function until(ms: number, signal: AbortSignal, begin: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
    else begin(done);
  });
}
