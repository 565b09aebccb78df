import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { session } from '../ask/session.ts';
import { assign, work } from '../ask/work.ts';
import { At } from '../parts/At.tsx';
import { useDecision } from '../parts/useDecision.ts';
import styles from './Exceptions.module.css';

/** Whose work it is, where it is work for a steward; and taking it, or giving it back. */
export function Assignment({ group }: { group: string }) {
  const { data } = useQuery(work({ limit: 1000 }));
  const me = useQuery(session).data?.name;
  const item = data?.items.find(({ id }) => id === group);
  const giving = useDecision((to: string | undefined) => assign(item!, to), ['work']);
  if (!item) return null;
  const mine = item.assignee === me;
  return (
    <div>
      <dt>Assigned to</dt>
      <dd>
        {item.assignee ?? item.owner ?? 'nobody'}, due <At time={item.dueAt} />{' '}
        <UnstyledButton className={styles['small']} onClick={() => giving.mutate(mine ? undefined : me)}>
          {mine ? 'Give back' : 'Take it'}
        </UnstyledButton>
      </dd>
    </div>
  );
}
