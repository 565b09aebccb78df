import { useQuery } from '@tanstack/react-query';
import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { work } from '../ask/work.ts';
import { Assignment } from '../parts/Assignment.tsx';

/** Whose work a cause is, where it is work for a steward. */
export function Assigned({ group: { id, translation } }: { group: ParkedGroup }) {
  const { data } = useQuery(work({ kind: translation ? 'translation' : 'quality', limit: 1000 }));
  const item = data?.items.find((each) => each.id === id);
  if (!item) return null;
  return (
    <div>
      <dt>Assigned to</dt>
      <dd>
        <Assignment item={item} />
      </dd>
    </div>
  );
}
