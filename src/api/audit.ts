import type { Connection } from '../database/pool.ts';
import type { AuditAction } from './operations/audit/contract.ts';

/** Keeps who decided what; call it in the transaction of the decision. */
export async function keepAudit(
  connection: Connection,
  entry: { actor: string; action: AuditAction; subject?: string; details: object },
): Promise<void> {
  await connection.query('insert into audit (actor, action, subject, details) values ($1, $2, $3, $4)', [
    entry.actor,
    entry.action,
    entry.subject ?? null,
    JSON.stringify(entry.details).replaceAll('\\u0000', '\\ufffd'),
  ]);
}
