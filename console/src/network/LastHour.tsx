import { useQuery } from '@tanstack/react-query';
import { courseOf, type System } from '../ask/sites.ts';
import { healthOf, lagOf, openOf } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { Spark } from '../parts/Spark.tsx';
import { amount, count, minutes, titleOf, wordsOf } from '../parts/words.ts';
import styles from './Network.module.css';

interface LastHourProps {
  system: System;
  place: DOMRect;
}

/** What went over one system in the last hour, beside it while the reader looks at it. */
export function LastHour({ system, place }: LastHourProps) {
  const { data } = useQuery(courseOf(system.code));
  const course = (id: string) =>
    data?.interfaces?.find((each) => each.id === id)?.minutes.map(({ perMinute }) => perMinute) ?? [];
  const fromRight = place.left > window.innerWidth / 2;
  return (
    <div
      className={styles['hour']}
      role="tooltip"
      style={{
        top: Math.max(8, Math.min(place.top, window.innerHeight - 90 - 34 * system.interfaces.length)),
        ...(fromRight ? { right: window.innerWidth - place.left + 10 } : { left: place.right + 10 }),
      }}
    >
      <h3>{system.title ?? titleOf(system.code)}</h3>
      <p>
        {system.kind.toUpperCase()} by {system.connector}, {minutes(lagOf(system.interfaces))} min behind,{' '}
        {count(openOf(system.interfaces))} parked
      </p>
      <ul>
        {system.interfaces.map((each) => (
          <li key={each.id}>
            <Mark health={healthOf(each)} size={10} />
            <span>
              {each.direction === 'source' ? 'from' : 'to'} it: {wordsOf(each.entity)}
            </span>
            <Spark values={course(each.id)} width={90} height={20} label={`${each.id} over the last hour`} />
            <span className={styles['rate']}>{amount(each.perMinute ?? 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
