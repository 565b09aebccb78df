import type { Connection, Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { readWords, type Word } from '../../../delivery/maintenance.ts';
import { type Calendar, type Closed, calendar, type Said } from '../../../delivery/windows.ts';
import { MAINTENANCE_CHANNEL } from '../../../ledger/wakeup.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { AuditAction } from '../audit/contract.ts';
import type { Closable } from './closable.ts';
import { toWindow } from './read.ts';

/** Who speaks of which system. */
export interface Speaking {
  pool: Pool;
  actor: string;
  system: Closable;
  /** Of its site. */
  timeZone: string;
  now: number;
}

/** A decision on the windows as they stand: a word to keep, one to cancel, or why not. */
type Decide = (plan: Calendar, words: readonly Word[]) => Said | { cancel: Word } | Problem;

export function announce(speaking: Speaking, span: Omit<Said, 'says'>): Promise<Problem | undefined> {
  return speak(speaking, 'maintenance.announce', () => {
    if (span.to <= span.from) return invalid('The window ends before it starts.', 'to');
    if (span.to <= speaking.now) return invalid('The window is over already.', 'to');
    return { says: 'closed', ...span };
  });
}

/** Also a declared window; `end` is given its present end. */
export function extend(
  speaking: Speaking,
  end: (present: number) => number,
  reason: string | undefined,
): Promise<Problem | undefined> {
  return speak(speaking, 'maintenance.extend', (plan) => {
    const closed = plan.at(speaking.now);
    if (!closed) return notClosed(speaking.system, 'Announce a window with `announce`.');
    if (closed.to === undefined) return endless(speaking.system);
    const to = end(closed.to);
    if (to <= closed.to) return invalid(`It lasts until ${iso(closed.to)} already.`, 'to');
    return { says: 'closed', from: closed.from, to, ...reasonOf(reason ?? closed.reason) };
  });
}

export function end(speaking: Speaking, reason: string | undefined): Promise<Problem | undefined> {
  return speak(speaking, 'maintenance.end', (plan) => {
    const closed = plan.at(speaking.now);
    if (!closed) return notClosed(speaking.system, 'Cancel one that is still to come with `cancel`.');
    return openAfterAll(speaking.system, { ...closed, from: speaking.now }, reason);
  });
}

/** What overlaps an announced window stays. */
export function cancelAnnounced(speaking: Speaking, id: number): Promise<Problem | undefined> {
  return speak(speaking, 'maintenance.cancel', (_plan, words) => {
    const word = words.find((each) => each.id === id);
    if (!word) return problem('not-found', 'api', `There is no window ${id} of ${speaking.system.code}.`);
    if (word.from > speaking.now) return { cancel: word };
    return invalid(`Window ${id} has begun.`, 'id', 'End it with `end`.');
  });
}

export function cancelAt(
  speaking: Speaking,
  from: number,
  reason: string | undefined,
): Promise<Problem | undefined> {
  return speak(speaking, 'maintenance.cancel', (plan) => {
    const closed = from > speaking.now ? plan.after(from - 1) : undefined;
    if (closed?.from === from) return openAfterAll(speaking.system, closed, reason);
    const detail = `No window of ${speaking.system.code} starts at ${iso(from)}.`;
    return problem('not-found', 'api', detail, { advice: 'Take the start from `maintenance list`.' });
  });
}

async function speak(
  { pool, actor, system, now }: Speaking,
  action: AuditAction,
  decide: Decide,
): Promise<Problem | undefined> {
  return transaction(pool, async (connection) => {
    // Of two who speak at once the second sees what the first said.
    await connection.query('lock table maintenance in share row exclusive mode');
    const words = (await readWords(connection)).get(system.code) ?? [];
    const decided = decide(calendar(system.maintenance, words), words);
    if ('code' in decided) return decided;
    if ('cancel' in decided) await cancelWord(connection, decided.cancel, actor, now);
    else await keepWord(connection, system, decided, actor, now);
    const { says, ...span } = 'cancel' in decided ? decided.cancel : decided;
    const details = { says, ...toWindow(span) };
    await keepAudit(connection, { actor, action, subject: system.code, details });
    await connection.query(`notify ${MAINTENANCE_CHANNEL}`);
    return undefined;
  });
}

async function keepWord(
  connection: Connection,
  { code }: Closable,
  { says, from, to, reason }: Said,
  actor: string,
  now: number,
): Promise<void> {
  await connection.query(
    `insert into maintenance (system, says, from_at, to_at, reason, said_by, said_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [code, says, iso(from), iso(to), reason ?? null, actor, iso(now)],
  );
}

async function cancelWord(connection: Connection, { id }: Word, actor: string, now: number): Promise<void> {
  await connection.query('update maintenance set cancelled_by = $2, cancelled_at = $3 where id = $1', [
    id,
    actor,
    iso(now),
  ]);
}

function openAfterAll(system: Closable, { from, to }: Closed, reason: string | undefined): Said | Problem {
  return to === undefined ? endless(system) : { says: 'open', from, to, ...reasonOf(reason) };
}

function reasonOf(reason: string | undefined): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

function notClosed({ code }: Closable, advice: string): Problem {
  return problem('request-invalid', 'api', `${code} is not in maintenance now.`, { advice });
}

function endless({ code }: Closable): Problem {
  return problem('request-invalid', 'api', `The windows of ${code} follow each other without an end.`, {
    advice: 'Change `maintenance:` of the system in the landscape.',
  });
}

function invalid(detail: string, field: string, advice?: string): Problem {
  return problem('request-invalid', 'api', detail, { field, ...(advice && { advice }) });
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
