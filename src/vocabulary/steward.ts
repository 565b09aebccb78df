/** Stands for a system where it was a person's decision: no system may have this code. */
export const STEWARD = 'steward';
