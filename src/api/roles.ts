import { type Role, roles } from '../vocabulary/role.ts';

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
