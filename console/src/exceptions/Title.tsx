import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { Said } from '../parts/Said.tsx';
import { titleOfGroup } from './titleOfGroup.ts';

/** A cause in words. */
export function Title({ group }: { group: Pick<ParkedGroup, 'title' | 'interfaces'> }) {
  return <Said alone>{titleOfGroup(group)}</Said>;
}
