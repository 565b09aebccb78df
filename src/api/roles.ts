/** What the bearer of a key may do; docs/access.md says it in words. */
export const roles = ['viewer', 'operator', 'steward', 'integrator', 'admin'] as const;
export type Role = (typeof roles)[number];

const includes: Record<Role, readonly Role[]> = {
  viewer: ['viewer'],
  operator: ['viewer', 'operator'],
  steward: ['viewer', 'steward'],
  integrator: ['viewer', 'operator', 'steward', 'integrator'],
  admin: roles,
};

/** Whether one of the roles asked for is among what this role includes. */
export function mayActAs(role: Role, asked: readonly Role[]): boolean {
  return asked.some((each) => includes[role].includes(each));
}
