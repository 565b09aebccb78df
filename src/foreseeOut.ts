import type { ChosenMessage } from './delivery/chosenMessages.ts';
import type { Foreseen } from './delivery/foreseen.ts';
import type { Before, LineAhead } from './lineAhead.ts';
import { type Leaving, stopBehind } from './outbound/leaving.ts';
import { map } from './outbound/map.ts';
import type { CompiledOutlet } from './outbound/outlet.ts';
import { route } from './outbound/route.ts';
import { takeUp } from './outbound.ts';

/** What delivering these messages again would come to: the way of `deliverAgain`, up to where it would send. */
export async function foreseeOut(
  line: LineAhead,
  outlet: CompiledOutlet,
  messages: readonly ChosenMessage[],
  { held }: Before,
): Promise<Map<number, Foreseen>> {
  const { leaving, over } = await takeUp(line.connection, outlet, messages);
  route(outlet, leaving);
  const blocked = new Set(messages.filter((m) => m.blocked).map(({ id }) => id));
  for (const l of leaving) if (!l.left && blocked.has(l.again!.id)) stopBehind(l);
  await map(line, outlet, leaving, held);
  return new Map<number, Foreseen>([
    ...over.map(({ id, outcome }) => [id, { outcome }] as const),
    ...leaving.map((l) => [l.again!.id, foreseenOf(l)] as const),
  ]);
}

function foreseenOf({ left, problem, behind }: Leaving): Foreseen {
  if (left) return { outcome: 'skipped' };
  return problem ? { outcome: behind ? 'behind' : 'still-parks', problem } : { outcome: 'delivers' };
}
