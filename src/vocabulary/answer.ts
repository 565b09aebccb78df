import type { NewEntry } from './envelope.ts';
import type { Json, JsonObject } from './json.ts';

/** What is known of a command that a process gave. */
interface Commanded {
  entity: string;
  subject: string;
  partitionKey: string;
  /** As the process wrote it. */
  data: JsonObject;
}

/**
 * What became of a command, as an entry for the process that gave it: delivered, or refused. `by`: the interface, or the service of the hub, that answers;
 * `said`: what stands in the answer beside that.
 */
export function answerEntry(
  { entity, subject, partitionKey, data: { verb, process, instance, command, n } }: Commanded,
  { by, system }: { by: string; system: string },
  answer: 'delivered' | 'refused',
  said: { [name: string]: Json | undefined },
): NewEntry {
  return {
    id: `${String(instance)}#${String(n)}/${by}/${answer}`,
    type: `answer.${entity}.${String(verb)}`,
    ...{ entity, system, subject, partitionKey },
    time: new Date().toISOString(),
    data: JSON.stringify({ verb, process, instance, command, n, answer, ...said }),
  };
}
