import { Button } from '@mantine/core';
import { check } from '../ask/systems.ts';
import { useDecision } from '../parts/useDecision.ts';
import { count } from '../parts/words.ts';
import styles from './SystemPage.module.css';

/** Asks the system now, by its connector's own check, and says what it answered. */
export function TestConnection({ system }: { system: string }) {
  const testing = useDecision(() => check(system), []);
  const { data, error } = testing;
  const told = error?.told ?? data?.problem;
  return (
    <div className={styles['test']}>
      <Button variant="default" loading={testing.isPending} onClick={() => testing.mutate(undefined)}>
        Test the connection
      </Button>
      <p role="status" data-bad={told !== undefined || undefined}>
        {told
          ? `${told.detail} ${told.advice}`
          : data && `It is there and lets the hub in, after ${count(data.milliseconds)} ms.`}
      </p>
    </div>
  );
}
