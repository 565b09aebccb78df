import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { useNamed } from '../parts/named.ts';
import { Whole } from '../parts/Whole.tsx';
import { titleOfGroup } from './titleOfGroup.ts';

/** A cause in words. */
export function Title({ group }: { group: Pick<ParkedGroup, 'title' | 'interfaces'> }) {
  const named = useNamed();
  return <Whole>{named(titleOfGroup(group))}</Whole>;
}
