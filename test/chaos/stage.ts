/** What was opened, to be closed again, the last first, also when it is given up while it opens. */
export interface Stage {
  /** Resolves to what was opened; fails when the stage was closed meanwhile. */
  put<T>(opening: Promise<T>, close: (opened: T) => Promise<unknown>): Promise<T>;
  /** Waits for what is just opening, and leaves nothing. */
  close(): Promise<void>;
}

export function createStage(): Stage {
  const undo: (() => Promise<unknown>)[] = [];
  const opening = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;
  const quietly = (close: () => Promise<unknown>) =>
    close().catch((error: Error) => console.error(error.message));
  const closeAll = async () => {
    await Promise.allSettled(opening);
    for (const each of undo.toReversed()) await quietly(each);
  };
  return {
    put: async (started, close) => {
      const settled = started.finally(() => opening.delete(settled));
      opening.add(settled);
      const opened = await settled;
      undo.push(() => close(opened));
      if (closed) throw new Error('it was given up while it opened');
      return opened;
    },
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
}
