import type { Scope } from './mapping.ts';

/** For conditions on records and for processes, which see codes and keys as canonical: they need nothing of a system. */
export const NOWHERE: Scope = {
  direction: 'in',
  system: '',
  site: '',
  timeZone: 'UTC',
  receivedAt: '',
  code: () => undefined,
  xref: () => undefined,
  keysOf: (entity) => entity,
};
