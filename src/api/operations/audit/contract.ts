import Type, { type Static } from 'typebox';
import { Instant, Page } from '../contract.ts';

export const AuditQuery = Type.Object(
  {
    actor: Type.Optional(Type.String({ description: 'The name of a key.' })),
    action: Type.Optional(Type.String({ description: 'Begins with: `parked`, `parked.discard`.' })),
    subject: Type.Optional(Type.String()),
    since: Type.Optional(Instant),
    until: Type.Optional(Instant),
    ...Page,
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

/** What is kept as a decision: of what, and what was done with it. */
export type AuditAction =
  | `approval.${'approve' | 'reject'}`
  | 'circuit.close'
  | 'code.add'
  | 'conflict.decide'
  | 'finding.accept'
  | `key.${'add' | 'revoke'}`
  | `landscape.${'start' | 'apply' | 'undo'}`
  | `maintenance.${'announce' | 'extend' | 'end' | 'cancel'}`
  | `match.${'link' | 'separate'}`
  | `parked.${'discard' | 'edit' | 'replay' | 'replay.cancel' | 'restore' | 'unblock'}`
  | `process.${'start' | 'signal' | 'retry' | 'skip' | 'cancel' | 'migrate'}`
  | `process.job.${'signal' | 'retry' | 'skip' | 'cancel' | 'migrate' | 'recall'}`
  | `promise.${'confirm' | 'release'}`
  | 'records.weigh'
  | 'replay'
  | 'replay.cancel'
  | `request.${'accept' | 'reject'}`
  | 'session.open'
  | `work.${'answer' | 'assign'}`;

export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: Instant,
  actor: Type.String(),
  action: Type.String({ description: 'What was decided: `parked.discard`, `match.link`.' }),
  subject: Type.Optional(Type.String({ description: 'About what.' })),
  details: Type.Unsafe<object>({ type: 'object' }),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditPage = Type.Object({
  entries: Type.Array(AuditEntry),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type AuditPage = Static<typeof AuditPage>;
