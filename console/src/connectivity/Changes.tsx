import { useQuery } from '@tanstack/react-query';
import type { LandscapeAnswer } from 'api/operations/landscape/contract.ts';
import { get } from '../ask/ask.ts';
import { At } from '../parts/At.tsx';
import { Told } from '../parts/Told.tsx';
import styles from './Connectivity.module.css';
import { DifferenceList } from './DifferenceList.tsx';
import { PlanFolder } from './PlanFolder.tsx';

const HOW = {
  start: 'The hub started with it',
  apply: 'Put in force',
  undo: 'Taken back to what was before',
} as const;

/** What another landscape would change, and what those before this one changed. */
export function Changes() {
  const landscape = useQuery({
    queryKey: ['landscape', 'steps'],
    queryFn: ({ signal }) => get<LandscapeAnswer>('/operations/v1/landscape', { limit: 20 }, signal),
  });
  return (
    <div className={styles['changes']}>
      <PlanFolder />
      <section>
        <h2>What changed so far</h2>
        <Told of={landscape}>
          {({ steps, running }) => (
            <ol className={styles['steps']}>
              {steps.map(({ id, hash, how, at, by, reason, difference }, n) => (
                <li key={id}>
                  <h3>
                    {HOW[how]}, <At time={at} /> <small>by {by}</small>
                    {n === 0 && <span className={styles['now']}>in force</span>}
                  </h3>
                  {reason !== undefined && <p>{reason}</p>}
                  <p className={styles['hash']}>
                    <code>{hash.slice(0, 12)}</code>
                    {id === running.step && ' this process runs it'}
                  </p>
                  {id === 1 ? (
                    <p>The first landscape: everything in it was new.</p>
                  ) : (
                    <DifferenceList difference={difference} />
                  )}
                </li>
              ))}
            </ol>
          )}
        </Told>
      </section>
    </div>
  );
}
