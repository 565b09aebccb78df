import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { session } from '../ask/session.ts';
import { assign, type WorkItem } from '../ask/work.ts';
import { AskKey } from './AskKey.tsx';
import styles from './Assignment.module.css';
import { At } from './At.tsx';
import { useMayAs } from './mayOperate.ts';
import { useDecision } from './useDecision.ts';

type Assigned = Pick<WorkItem, 'kind' | 'id' | 'owner' | 'assignee' | 'dueAt'>;

/** Whose work it is and by when, and for stewards: to take it, to give it to somebody, or back. */
export function Assignment({ item }: { item: Assigned }) {
  const { assignee, owner, dueAt } = item;
  const me = useQuery(session).data;
  const [asked, setAsked] = useState(false);
  const giving = useDecision((to: string | undefined) => assign(item, to), ['work']);
  const give = (to: string | undefined) =>
    to !== '' && giving.mutate(to, { onSuccess: () => setAsked(false) });
  const may = useMayAs('steward');
  return (
    <span className={styles['assignment']}>
      <span>
        {assignee ?? owner ?? 'nobody'}, due <At time={dueAt} />
      </span>
      {may && me && (
        <>
          <UnstyledButton onClick={() => give(assignee === me.name ? undefined : me.name)}>
            {assignee === me.name ? 'Give back' : 'Take it'}
          </UnstyledButton>
          <UnstyledButton onClick={() => setAsked(!asked)} aria-expanded={asked}>
            Give to …
          </UnstyledButton>
        </>
      )}
      {asked && (
        <AskKey
          {...{ ask: give, label: 'Who is to see to it', placeholder: 'anna.meyer', says: 'Give' }}
          variant="default"
          className={styles['whom']}
        />
      )}
      {giving.error && <span role="alert">{giving.error.told.detail}</span>}
    </span>
  );
}
