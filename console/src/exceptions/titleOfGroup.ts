import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { sayCause } from '../parts/cause.ts';

/** The cause without the interface, which stands beside it. */
export function titleOfGroup({ title, interfaces }: Pick<ParkedGroup, 'title' | 'interfaces'>): string {
  const prefix = `${interfaces[0]}: `;
  return sayCause(title.startsWith(prefix) ? title.slice(prefix.length) : title);
}
