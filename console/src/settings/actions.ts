import type { AuditAction } from 'api/operations/audit/contract.ts';

/** What was done, as one says it of a person. */
const ACTIONS: Record<AuditAction, string> = {
  'approval.approve': 'approved a change',
  'approval.reject': 'rejected a change for approval',
  'circuit.close': 'had a system called again',
  'code.add': 'added to a code list',
  'conflict.decide': 'decided a conflict',
  'finding.accept': 'let a quality finding stand',
  'key.add': 'gave a key',
  'key.revoke': 'revoked a key',
  'landscape.apply': 'put a landscape in force',
  'landscape.start': 'started with a landscape',
  'landscape.undo': 'took a landscape back',
  'maintenance.announce': 'announced maintenance',
  'maintenance.cancel': 'called maintenance off',
  'maintenance.end': 'ended maintenance',
  'maintenance.extend': 'extended maintenance',
  'match.link': 'made two records one',
  'match.separate': 'kept two records apart',
  'parked.discard': 'discarded messages',
  'parked.edit': 'edited a message',
  'parked.replay': 'handed messages back',
  'parked.replay.cancel': 'stopped a hand-back',
  'parked.restore': 'restored messages',
  'parked.unblock': 'let later messages pass',
  'process.cancel': 'cancelled an instance',
  'process.job.cancel': 'cancelled many instances',
  'process.job.migrate': 'moved many instances to another version',
  'process.job.recall': 'recalled a job on instances',
  'process.job.retry': 'had many instances try again',
  'process.job.signal': 'sent many instances a signal',
  'process.job.skip': 'let many instances skip a step',
  'process.migrate': 'moved an instance to another version',
  'process.retry': 'had an instance try again',
  'process.signal': 'sent an instance a signal',
  'process.skip': 'let an instance skip a step',
  'process.start': 'started an instance',
  'promise.confirm': 'confirmed a promise',
  'promise.release': 'gave a promise back',
  'records.weigh': 'had records weighed anew',
  replay: 'sent from the ledger again',
  'replay.cancel': 'stopped sending again',
  'request.accept': 'accepted a change request',
  'request.reject': 'rejected a change request',
  'session.open': 'signed in',
  'work.answer': 'answered what was asked',
  'work.assign': 'assigned a decision',
};

/** `key.add` → `gave a key`; one that is not known stays as it is. */
export function sayAction(action: string): string {
  return (ACTIONS as Record<string, string>)[action] ?? action;
}

/** All that can be chosen, and what an address asks for. */
export function actionsToChoose(asked: string | undefined): { value: string; label: string }[] {
  const known = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));
  known.sort((a, b) => a.label.localeCompare(b.label));
  return asked === undefined || asked in ACTIONS ? known : [{ value: asked, label: asked }, ...known];
}
