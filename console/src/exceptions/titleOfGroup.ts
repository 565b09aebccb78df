import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';

/** The cause without the interface, which stands beside it; `…` where its messages differ. */
export function titleOfGroup({ title, interfaces }: Pick<ParkedGroup, 'title' | 'interfaces'>): string {
  const prefix = `${interfaces[0]}: `;
  return (title.startsWith(prefix) ? title.slice(prefix.length) : title).replaceAll('#', '…');
}
