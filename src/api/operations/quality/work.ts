import { acceptFindings, listFindings, showFindings } from '../../../stewardship/findingWork.ts';
import type { WorkSource } from '../../../stewardship/workSource.ts';
import { keepAudit } from '../../audit.ts';

/** Quality failures, as work: what the checks stopped, and what rules let on. */
export function qualityWork(stopped: WorkSource): WorkSource {
  return {
    kind: 'quality',
    decisions: {
      accept: 'what rules let on may stay as it is',
      ...stopped.decisions,
    },
    list: async (db, filter) => [...(await stopped.list(db, filter)), ...(await listFindings(db, filter))],
    show: async (db, id) => (await stopped.show(db, id)) ?? showFindings(db, id),
    decide: async (pool, id, decision) => {
      const { actor: by, reason } = decision;
      if (decision.decision !== 'accept') return stopped.decide(pool, id, decision);
      const said = { by, ...(reason !== undefined && { reason }) };
      const accepted = await acceptFindings(pool, id, said, (connection, count) => {
        const details = { ...said, accepted: count };
        return keepAudit(connection, { actor: by, action: 'finding.accept', subject: id, details });
      });
      return { did: `${accepted} findings may stay as they are` };
    },
  };
}
