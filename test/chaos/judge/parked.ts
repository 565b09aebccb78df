import { query } from '../query.ts';
import type { Finding } from './verdict.ts';

/** A message that waits for a decision when all is quiet. */
export interface ParkedRow {
  direction: 'in' | 'out';
  interface: string;
  state: string;
  code: string;
  detail: string;
  /** All of the message that was kept. */
  text: string;
}

/** What is parked in the hubs' database: where to look for what did not arrive, not a word that is trusted. */
export async function readParked(database: string): Promise<ParkedRow[]> {
  return query<ParkedRow>(
    database,
    `select p.direction, p.interface, p.state, p.code, p.problem->>'detail' as detail,
              concat_ws(' ', p.message_id, p.key, p.raw, p.document, l.id, l.subject, l.data) as text
       from parked p left join ledger l on p.direction = 'out' and l.position = p.position
       where p.state not in ('delivered', 'discarded') order by p.id`,
  );
}

/** What was found lost is wrongly parked when the hub still has it, and says why; what may have been mistyped is rightly. */
export function findParked(findings: readonly Finding[], parked: readonly ParkedRow[]): Finding[] {
  return findings.flatMap((finding) => {
    if (finding.fault !== 'lost') return finding;
    const { systems, mark } = finding.parked;
    const marked = new RegExp(`(?<![\\w])0*${mark}(?![\\w])`);
    const row = parked.find((at) => systems.includes(at.interface.split('/')[0]!) && marked.test(at.text));
    if (!row) return finding;
    if (finding.mayPark) return [];
    const why = `${row.state} at ${row.interface}, ${row.code}: ${row.detail}`;
    return { ...finding, fault: 'wrongly parked', what: `${finding.what}; ${why}` };
  });
}
