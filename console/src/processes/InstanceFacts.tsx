import { Link } from '@tanstack/react-router';
import type { InstanceDetail } from 'api/process/contract.ts';
import { At } from '../parts/At.tsx';
import { Fact } from '../parts/Fact.tsx';
import { Whole } from '../parts/Whole.tsx';
import { numberIn, systemIn, titleOf } from '../parts/words.ts';
import { Due } from './Due.tsx';
import styles from './Instance.module.css';
import { sayTimer } from './sayEvent.ts';

/** By when it should move, what may move it, and by which numbers it is known. */
export function InstanceFacts({ instance }: { instance: InstanceDetail }) {
  const { keys, timers, startedAt, version, overdue, due, site } = instance;
  const others = timers.filter(({ dueAt }) => dueAt !== due?.at);
  return (
    <dl className={styles['facts']}>
      {(due || overdue) && (
        <Fact name="Due">
          <Due instance={instance} /> {due && !overdue && <small>in {due.in}</small>}
        </Fact>
      )}
      {others.map(({ timer, dueAt }) => (
        <Fact key={timer} name={sayTimer(timer)}>
          <At time={dueAt} site={site} />
        </Fact>
      ))}
      <Fact name="Began">
        <At time={startedAt} site={site} /> <small>on version {version}</small>
      </Fact>
      <Fact name="Known by">
        {keys.map((key) => (
          <Link key={key} to="/trace" search={{ key }}>
            <Whole>{numberIn(key)}</Whole> <small>{titleOf(systemIn(key) ?? '')}</small>
          </Link>
        ))}
      </Fact>
    </dl>
  );
}
