import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReplayJob } from 'api/operations/parked/jobContract.ts';
import { job } from '../ask/parked.ts';
import { count, many } from '../parts/words.ts';
import styles from './Exceptions.module.css';
import { Outcomes } from './Outcomes.tsx';

interface JobProgressProps {
  id: number;
  /** Of its heading. */
  level?: 2 | 3;
}

/** How the messages that were handed back fare. */
export function JobProgress({ id, level = 3 }: JobProgressProps) {
  const { data } = useQuery(job(id));
  const Heading = `h${level}` as const;
  if (!data) return null;
  const { waiting = 0, ...ended } = data.outcomes;
  const through = data.messages - waiting;
  return (
    <div className={styles['preview']} role="status">
      <Heading>{says(through, data)}</Heading>
      <Progress value={data.messages === 0 ? 100 : (through / data.messages) * 100} aria-label="Through" />
      <Outcomes counts={ended} />
    </div>
  );
}

function says(through: number, { state, messages }: Pick<ReplayJob, 'state' | 'messages'>): string {
  if (state === 'running') return `${count(through)} of ${many(messages, 'message')} are through`;
  return messages === 1 ? 'The message was tried again' : `All ${many(messages, 'message')} are through`;
}
