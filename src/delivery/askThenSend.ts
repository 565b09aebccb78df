import type { Delivery, DeliveryOutcome, Sink } from '../connectors/connector.ts';
import { problem } from '../vocabulary/problem.ts';

type Answer = DeliveryOutcome | 'not delivered';

/** `found`: the target had it, and nothing was sent. */
export type Sent = DeliveryOutcome & { found?: true };

/**
 * Sends; what an earlier attempt may have brought the target it is asked about first, and what it has is not sent again. One outcome per
 * delivery, in the same order. Order holds per key: nothing goes past a delivery that the target could not speak of, and what stands behind
 * one that must go again goes again too.
 */
export async function askThenSend(
  sink: Sink,
  deliveries: readonly Delivery[],
  mayBeThere: (delivery: Delivery) => boolean,
  signal: AbortSignal,
): Promise<Sent[]> {
  const doubtful = sink.ask ? deliveries.filter(mayBeThere) : [];
  if (doubtful.length === 0) return sink.send(deliveries, signal);
  const answers = await sink.ask!(doubtful, signal);
  const byId = new Map(doubtful.map((delivery, i) => [delivery.id, answers[i]!]));
  const decided = decide(deliveries, byId);
  const going = underKeysTold(deliveries, decided).filter((_, i) => decided[i] === 'not delivered');
  const sent = (going.length > 0 ? await sink.send(going, signal) : []).values();
  return decided.map((answer) =>
    answer === 'not delivered' ? sent.next().value! : { ...answer, found: true },
  );
}

function decide(deliveries: readonly Delivery[], answers: ReadonlyMap<string, Answer>): Answer[] {
  const goAgain = new Set<string>();
  const stopped = new Set<string>();
  return deliveries.map(({ id, key }) => {
    if (stopped.has(key)) return behind(key);
    const answer = goAgain.has(key) ? 'not delivered' : (answers.get(id) ?? 'not delivered');
    if (answer === 'not delivered') goAgain.add(key);
    else if (answer.outcome !== 'delivered') stopped.add(key);
    return answer;
  });
}

/** What the target says it has made is not made again by what follows. */
function underKeysTold(deliveries: readonly Delivery[], answers: readonly Answer[]): Delivery[] {
  const told = new Map<string, string>();
  return deliveries.map((delivery, i) => {
    const answer = answers[i]!;
    if (answer !== 'not delivered' && answer.outcome === 'delivered' && answer.localKey !== undefined)
      told.set(delivery.subject, answer.localKey);
    const localKey = delivery.localKey ?? told.get(delivery.subject);
    return localKey === undefined ? delivery : { ...delivery, localKey };
  });
}

function behind(key: string): DeliveryOutcome {
  const detail = `The target could not say whether it has an earlier delivery of ${key}.`;
  return { outcome: 'transient', problem: problem('waits-behind', 'send', detail) };
}
