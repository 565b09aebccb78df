import type { ShowOutgoing } from '../../../delivery/outgoing.ts';
import type { Step } from '../../../observability/trace/journey.ts';

/** Says of each delivery of which the digest is kept whether the very same document is made of its entry today. */
export async function compareSent(steps: readonly Step[], outgoing: ShowOutgoing): Promise<void> {
  const today = new Map<string, Promise<string | undefined>>();
  for (const step of steps) {
    if (step.kind !== 'delivered' || step.sha256 === undefined) continue;
    const { interface: id, position, sha256 } = step;
    const name = `${id}:${position}`;
    const made = today.get(name) ?? outgoing(id, position).then((shown) => shown?.sha256);
    today.set(name, made);
    step.same = (await made) === sha256;
  }
}
