import type { Me } from 'api/operations/keys/contract.ts';

export type Role = Me['role'];

/** The roles, from the least; what each may, in the words of those who have it. */
export const ROLES: readonly { role: Role; may: string }[] = [
  { role: 'viewer', may: 'Reads everything, decides nothing.' },
  {
    role: 'operator',
    may: 'Keeps the line going: parked work, maintenance windows, circuits, replays and processes.',
  },
  { role: 'steward', may: 'Decides what is true: matches, conflicts, change requests and code lists.' },
  { role: 'integrator', may: 'All that operators and stewards may, and changes the landscape.' },
  { role: 'admin', may: 'Everything, and gives and takes keys.' },
];

export function mayOf(role: Role): string {
  return ROLES.find((each) => each.role === role)?.may ?? '';
}
