import type { ChosenMessage } from './delivery/chosenMessages.ts';
import type { Foreseen } from './delivery/foreseen.ts';
import { foreseeStates, type Taken, takeFacts } from './identity/take.ts';
import {
  type CompiledInlet,
  dropOffered,
  endOf,
  goingOf,
  keepOrder,
  type Passing,
  prepareAgain,
  settleOutcomes,
  stopBehind,
  ticketsOf,
} from './inbound.ts';
import { admissible } from './inbox.ts';
import type { Before, LineAhead } from './lineAhead.ts';
import type { Instant } from './vocabulary/json.ts';

/** What taking these messages in again would come to: the way of `takeAgain`, up to where it would write. What touches `before` waits for `previous`. */
export async function foreseeIn(
  line: LineAhead,
  inlet: CompiledInlet,
  messages: readonly ChosenMessage[],
  before: Before,
  previous: Promise<void>,
): Promise<Map<number, Foreseen>> {
  const { passing, receivedAt } = await prepareAgain(line, inlet, messages);
  await previous;
  if (inlet.interface.order !== undefined) {
    for (const [i, p] of passing.entries()) if (messages[i]!.blocked) stopBehind(inlet, p);
    keepOrder(inlet, passing, before.held);
  }
  if (inlet.entity.kind === 'fact') await dropTold(line, inlet, passing, before);
  settleOutcomes(passing, await take(line, inlet, passing, receivedAt, before));
  return new Map(passing.map((p) => [p.again!.id, foreseenOf(p)]));
}

async function dropTold(
  line: LineAhead,
  inlet: CompiledInlet,
  passing: Passing[],
  { facts }: Before,
): Promise<void> {
  const admitted = await admissible(line.connection, ticketsOf(inlet, passing));
  dropOffered(inlet, passing, {
    delete: (scope, id) => !facts.has(id) && admitted.delete(scope, id) && facts.add(id).has(id),
  });
}

async function take(
  { connection, references }: LineAhead,
  inlet: CompiledInlet,
  passing: readonly Passing[],
  receivedAt: Instant,
  { held }: Before,
): Promise<Taken['outcomes']> {
  const going = goingOf(inlet, passing, held);
  if (inlet.entity.kind === 'fact') return (await takeFacts(inlet, going.arrivals)).outcomes;
  return foreseeStates(connection, references, inlet, going, { batch: 0, head: 0, receivedAt });
}

function foreseenOf({ outcome, behind }: Passing): Foreseen {
  if (outcome!.outcome === 'parked')
    return { outcome: behind ? 'behind' : 'still-parks', problem: outcome!.problem };
  return { outcome: endOf(outcome!) as Exclude<ReturnType<typeof endOf>, 'parked'> };
}
