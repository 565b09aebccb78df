/** What waits for a person, by what is to be decided. */
export const WORK_KINDS = {
  match: 'whether two things are one',
  conflict: 'which of two values counts, where no rule says it',
  request: 'whether a system may change what another one is the authority for',
  approval: 'whether a governed attribute changes, or a number that names a thing: a second person says so',
  translation: 'a code, a unit or a reference that has no translation yet',
  completion: 'an attribute that a new thing lacks before a system gets it',
  quality: 'a quality rule that is broken',
} as const;
export type WorkKind = keyof typeof WORK_KINDS;

export const workKinds = Object.keys(WORK_KINDS) as WorkKind[];

/** What may be declared a time of its own: the kinds, and `warning` for quality rules that let the record on. */
export type DueKind = WorkKind | 'warning';
