import { Button, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { jobOf, recall } from '../ask/processes.ts';
import { useDecision } from '../parts/useDecision.ts';
import { count, many, numberIn } from '../parts/words.ts';
import styles from './Processes.module.css';

/** How far the instances of a job were asked, and what could not be done. */
export function JobProgress({ process, id }: { process: string; id: number }) {
  const { data } = useQuery(jobOf(process, id));
  const recalling = useDecision(() => recall(process, id), ['processes']);
  useEndOf(data?.state);
  if (!data) return null;
  const { instances, waiting, leftOut, state, left } = data;
  const through = instances - waiting;
  return (
    <div className={styles['job']} role="status">
      <h3>
        {count(through)} of {many(instances, 'instance')} were asked
        {leftOut > 0 && `; ${count(leftOut)} could not do it`}
        {state === 'cancelled' && '; the rest was taken back'}
      </h3>
      <Progress value={instances === 0 ? 100 : (through / instances) * 100} aria-label="Asked" />
      {left.slice(0, 5).map(({ about, why }) => (
        <p key={about}>
          {numberIn(about)}: {why}
        </p>
      ))}
      {state === 'running' && (
        <Button
          variant="default"
          size="xs"
          loading={recalling.isPending}
          onClick={() => recalling.mutate(undefined)}
        >
          Take back the rest
        </Button>
      )}
    </div>
  );
}

/** What would become of instances on older versions is not the same after a job. */
function useEndOf(state: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (state !== undefined && state !== 'running')
      void client.invalidateQueries({ queryKey: ['landscape', 'migration'] });
  }, [client, state]);
}
