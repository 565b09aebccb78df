/** What a person or a program may do; docs/access.md says it in words. */
export const roles = ['viewer', 'operator', 'steward', 'integrator', 'admin'] as const;
export type Role = (typeof roles)[number];
