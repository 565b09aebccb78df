import { useQuery } from '@tanstack/react-query';
import { session } from '../ask/session.ts';

/** Whether who looks may do what operators decide: at a site, or what concerns all of them. */
export function useMayOperate(site?: string): boolean {
  const me = useQuery(session).data;
  if (me?.sites && !(site !== undefined && me.sites.includes(site))) return false;
  return me !== undefined && ['operator', 'integrator', 'admin'].includes(me.role);
}
