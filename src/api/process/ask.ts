import type { Pool } from '../../database/pool.ts';
import { transaction } from '../../database/transaction.ts';
import { PROCESS_CHANNEL } from '../../ledger/wakeup.ts';
import { instanceId, type Request } from '../../processes/instance.ts';
import { type Problem, problem } from '../../vocabulary/problem.ts';
import { keepAudit } from '../audit.ts';

/** Asks a process for something; it answers in its turn, and its history says what came of it. */
export function ask(
  pool: Pool,
  actor: string,
  process: string,
  about: string,
  { kind, signal, data = {}, reason }: Pick<Request, 'kind' | 'signal' | 'reason'> & { data?: object },
): Promise<{ asked: string } | Problem> {
  const id = instanceId(process, about);
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<{ status: string }>(
      'select status from process_instance where process = $1 and id = $2',
      [process, id],
    );
    const [found] = rows;
    if (!found) return noInstance(process, about);
    if (!ALLOWED[kind].includes(found.status)) return notNow(kind, found.status, about);
    await connection.query(
      'insert into process_request (process, instance, kind, signal, data, by_whom, reason) values ($1, $2, $3, $4, $5, $6, $7)',
      [process, id, kind, signal ?? null, JSON.stringify(data), actor, reason ?? null],
    );
    await keepAudit(connection, {
      actor,
      action: `process.${kind}`,
      subject: id,
      details: { signal, data, reason },
    });
    await connection.query(`select pg_notify('${PROCESS_CHANNEL}', $1)`, [process]);
    return { asked: signal ?? kind };
  });
}

/** Of which instances each may be asked, by their status. */
export const ALLOWED: Record<Request['kind'], string[]> = {
  signal: ['running', 'stuck'],
  retry: ['stuck'],
  skip: ['stuck'],
  cancel: ['running', 'stuck'],
  migrate: ['running', 'stuck'],
};

export function noInstance(process: string, about: string): Problem {
  const advice = `Look for it with \`npx lineshaft process list ${process}\`.`;
  return problem('not-found', 'api', `There is no instance of ${process} about ${about}.`, { advice });
}

function notNow(kind: string, status: string, about: string): Problem {
  const detail = `The instance about ${about} is ${status}: it cannot be asked for \`${kind}\`.`;
  return problem('request-invalid', 'api', detail, { advice: 'Look at where it stands and ask again.' });
}
