import type { Connection } from '../../../database/pool.ts';
import { answerEntry } from '../../../vocabulary/answer.ts';
import type { NewEntry } from '../../../vocabulary/envelope.ts';
import type { Json, JsonObject } from '../../../vocabulary/json.ts';
import { problem } from '../../../vocabulary/problem.ts';

interface Commanded {
  interface: string;
  entity: string;
  subject: string;
  partition_key: string;
  data: JsonObject;
}

/**
 * Of messages that a person takes out, the answers to the processes whose commands they are: refused, where the system has not said so already. A process that
 * takes back is told each time: what was refused may have been asked for once more since.
 */
export async function refusalsOf(
  connection: Connection,
  messages: readonly number[],
  { actor, reason }: { actor: string; reason: string },
): Promise<NewEntry[]> {
  const { rows } = await connection.query<Commanded>(
    `select p.interface, l.entity, l.subject, l.partition_key, l.data
     from parked p join ledger l on l.position = p.position
     where p.id = any($1) and p.direction = 'out' and starts_with(l.type, 'command.') and l.data ->> 'instance' is not null
       and (exists (
         select from process_instance i cross join json_array_elements(i.given) g
         where i.id = l.data ->> 'instance' and g ->> 'n' = l.data ->> 'n' and g ->> 'undoes' is not null
       ) or not exists (
         select from ledger a where a.subject = l.subject and a.position > l.position
           and a.id = concat(l.data ->> 'instance', '#', l.data ->> 'n', '/', p.interface, '/refused')))
     order by p.position`,
    [messages],
  );
  const advice = 'See in the system what is to be done, then decide where the process stands.';
  const found = problem('target-rejected', 'api', `${actor} took the command out: ${reason}`, { advice });
  return rows.map(({ interface: id, partition_key: partitionKey, ...command }) =>
    answerEntry({ ...command, partitionKey }, { by: id, system: id.split('/')[0]! }, 'refused', {
      interface: id,
      problem: found as unknown as Json,
    }),
  );
}
