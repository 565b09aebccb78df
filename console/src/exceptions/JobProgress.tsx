import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { job } from '../ask/parked.ts';
import { count, many } from '../parts/words.ts';
import styles from './Exceptions.module.css';
import { Outcomes } from './Outcomes.tsx';

/** How the messages that were handed back fare. */
export function JobProgress({ id }: { id: number }) {
  const { data } = useQuery(job(id));
  if (!data) return null;
  const { waiting = 0, ...ended } = data.outcomes;
  const through = data.messages - waiting;
  return (
    <div className={styles['preview']} role="status">
      <h3>
        {data.state === 'running'
          ? `${count(through)} of ${many(data.messages, 'message')} are through`
          : `All ${many(data.messages, 'message')} are through`}
      </h3>
      <Progress value={data.messages === 0 ? 100 : (through / data.messages) * 100} aria-label="Through" />
      <Outcomes counts={ended} />
    </div>
  );
}
