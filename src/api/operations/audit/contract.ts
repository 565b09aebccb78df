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

export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: Instant,
  actor: Type.String(),
  action: Type.String({ description: 'What was decided: `parked.discard`, `match.merge`.' }),
  subject: Type.Optional(Type.String({ description: 'About what.' })),
  details: Type.Unsafe<object>({ type: 'object' }),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditPage = Type.Object({
  entries: Type.Array(AuditEntry),
  next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last.' })),
});
export type AuditPage = Static<typeof AuditPage>;
