import { useQuery } from '@tanstack/react-query';
import type { Session } from 'api/console/contract.ts';
import { session } from '../ask/session.ts';

type Role = Session['role'];

const ALL: readonly Role[] = ['integrator', 'admin'];

/** Whether who looks may do what one of these roles may; whether at a site that is theirs, the hub says. */
export function useMayAs(...asked: Role[]): boolean {
  const role = useQuery(session).data?.role;
  return role !== undefined && [...asked, ...ALL].includes(role);
}

/** Whether who looks may do what operators decide: at a site, or what concerns all of them. */
export function useMayOperate(site?: string): boolean {
  const sites = useQuery(session).data?.sites;
  const may = useMayAs('operator');
  return may && (sites === undefined || (site !== undefined && sites.includes(site)));
}
