import type { Delivery, Sink } from '../connectors/connector.ts';
import { askThenSend } from '../delivery/askThenSend.ts';
import type { Course } from './course.ts';
import { askedToWait, findHalt, type Halt } from './halt.ts';
import { isAnswered, type Leaving, stopBehind } from './leaving.ts';
import type { Outlet } from './outlet.ts';
import { isRetried, passesOf } from './strikes.ts';

/** A round ends after so many milliseconds of sending, so that what went out becomes durable. */
const ROUND_MS = 2_500;

export async function send(
  outlet: Outlet,
  leaving: Leaving[],
  mayBeThere: Course['mayBeThere'],
  signal: AbortSignal,
): Promise<Halt | undefined> {
  const { gate, sink } = outlet;
  const { id, priority } = outlet.interface;
  const given = new Map<string, string>();
  const until = performance.now() + ROUND_MS;
  let going = leaving.filter((l) => l.delivery);
  let passes = passesOf(outlet, going[0]);
  let missed: Halt | undefined;
  while (going.length > 0) {
    const next = going.slice(0, isRetried(going[0]!) ? 1 : sink.bulk);
    const turn = { interface: id, priority, deliveries: next.length, until, signal };
    const bulk = await gate.run(turn, (count) =>
      sendBulk(sink, next.slice(0, count), given, mayBeThere, signal),
    );
    if (!bulk) return missed ?? { at: next[0]! };
    const halt = findHalt(bulk);
    // What the hub itself broke off when it stopped says nothing about the target.
    if (!signal.aborted) gate.met(halt?.met ?? { met: 'answer' });
    const wait = signal.aborted ? undefined : askedToWait(bulk);
    if (wait) gate.met(wait);
    if (!halt || bulk[0] !== halt.at) missed = undefined;
    if (halt && !(halt.met.met === 'absence' && isRetried(halt.at))) {
      missed ??= halt;
      if (halt.met.met !== 'absence' || passes-- <= 0) return missed;
    }
    going = withoutHeld(going.slice(bulk.length), bulk);
  }
  return missed;
}

async function sendBulk(
  sink: Sink,
  bulk: Leaving[],
  given: Map<string, string>,
  mayBeThere: Course['mayBeThere'],
  signal: AbortSignal,
): Promise<Leaving[]> {
  const deliveries = bulk.map((l) => underKeyGiven(l.delivery!, given));
  const outcomes = await askThenSend(sink, deliveries, mayBeThere, signal);
  bulk.forEach((l, i) => {
    const outcome = outcomes[i]!;
    l.outcome = outcome;
    if (outcome.found) l.found = true;
    if (outcome.outcome === 'delivered' && outcome.localKey !== undefined)
      given.set(l.delivery!.subject, outcome.localKey);
  });
  return bulk;
}

/** What an earlier bulk of the round made in the target is not made again. */
function underKeyGiven(delivery: Delivery, given: ReadonlyMap<string, string>): Delivery {
  const localKey = delivery.localKey ?? given.get(delivery.subject);
  return localKey === undefined ? delivery : { ...delivery, localKey };
}

/** What failed holds back the later ones of its key, also those of the next bulks. */
function withoutHeld(going: Leaving[], sent: readonly Leaving[]): Leaving[] {
  const failed = sent.filter(
    (l) => l.outcome!.outcome !== 'delivered' && !isAnswered(l) && !l.again?.unblocked,
  );
  if (failed.length === 0) return going;
  const keys = new Set(failed.map((l) => l.entry.partitionKey));
  return going.filter((l) => {
    const held = keys.has(l.entry.partitionKey) && !l.again?.unblocked;
    if (held) stopBehind(l);
    return !held;
  });
}
