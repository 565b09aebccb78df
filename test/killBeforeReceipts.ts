import type { HubProcess } from './process.ts';
import type { TestTarget } from './target.ts';

/**
 * The target takes each message, and before its answer is there the hub is killed and started anew: the answer is lost, and the message comes again.
 * `lost`: the answers, as `<id> <status>`; `over`: until the last of these kills is over.
 */
export function killBeforeReceipts(
  hub: HubProcess,
  target: TestTarget,
): { lost: ReadonlySet<string>; over(): Promise<void> } {
  const lost = new Set<string>();
  const { answer } = target;
  let again = Promise.resolve();
  target.answer = async (received) => {
    const its = await answer(received);
    const told = `${received.id} ${its.status}`;
    if (lost.has(told)) return its;
    lost.add(told);
    again = again.then(async () => {
      await hub.kill();
      await hub.start();
    });
    await again;
    return { ...its, hangsUp: true };
  };
  return { lost, over: () => again };
}
