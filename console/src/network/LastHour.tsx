import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { courseOfSite, courseOfSystem, type Interface, type Site, type System } from '../ask/sites.ts';
import { healthOf, healthOfSystem, lagOf, openOf, rateOf } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { regionOf } from '../parts/regions.ts';
import { Spark } from '../parts/Spark.tsx';
import { amount, count, minutes, sayConnector, titleOf, wordsOf } from '../parts/words.ts';
import styles from './Network.module.css';

/** What went over the systems of one site in the last hour, beside it while the reader looks at it. */
export function LastHourOfSite({ site, place }: { site: Site; place: DOMRect }) {
  const { data } = useQuery(courseOfSite(site.code));
  const interfaces = site.systems.flatMap((system) => system.interfaces);
  const course = (code: string) => data?.systems?.find((each) => each.code === code)?.points ?? [];
  return (
    <Beside place={place} rows={site.systems.length}>
      <h3>{titleOf(site.code)}</h3>
      <p>
        {site.kind} in {regionOf(site.region)}, {stands(interfaces)}
      </p>
      <ul>
        {site.systems.map((system) => (
          <Row
            key={system.code}
            mark={<Mark health={healthOfSystem(system)} size={10} />}
            name={titleOf(system.code)}
            course={course(system.code)}
            interfaces={system.interfaces}
          />
        ))}
      </ul>
    </Beside>
  );
}

/** What went over one system in the last hour, by its interfaces. */
export function LastHourOfSystem({ system, place }: { system: System; place: DOMRect }) {
  const { data } = useQuery(courseOfSystem(system.code));
  const course = (id: string) => data?.interfaces?.find((each) => each.id === id)?.points ?? [];
  return (
    <Beside place={place} rows={system.interfaces.length}>
      <h3>{system.title ?? titleOf(system.code)}</h3>
      <p>
        {system.kind.toUpperCase()} by {sayConnector(system.connector)}, {stands(system.interfaces)}
      </p>
      <ul>
        {system.interfaces.map((each) => (
          <Row
            key={each.id}
            mark={<Mark health={healthOf(each)} size={10} />}
            name={`${each.direction === 'source' ? 'from' : 'to'} it: ${wordsOf(each.entity)}`}
            course={course(each.id)}
            interfaces={[each]}
          />
        ))}
      </ul>
    </Beside>
  );
}

function stands(interfaces: readonly Interface[]): string {
  return `${minutes(lagOf(interfaces))} min behind, ${count(openOf(interfaces))} parked`;
}

function Beside({ place, rows, children }: { place: DOMRect; rows: number; children: ReactNode }) {
  const fromRight = place.left > window.innerWidth / 2;
  return (
    <div
      className={styles['hour']}
      role="tooltip"
      style={{
        top: Math.max(8, Math.min(place.top, window.innerHeight - 90 - 34 * rows)),
        ...(fromRight ? { right: window.innerWidth - place.left + 10 } : { left: place.right + 10 }),
      }}
    >
      {children}
    </div>
  );
}

interface RowProps {
  mark: ReactNode;
  name: string;
  course: readonly { perMinute: number }[];
  interfaces: readonly Interface[];
}

function Row({ mark, name, course, interfaces }: RowProps) {
  return (
    <li>
      {mark}
      <span>{name}</span>
      <Spark
        values={course.map(({ perMinute }) => perMinute)}
        width={90}
        height={20}
        label={`${name} over the last hour`}
      />
      <span className={styles['rate']}>
        {amount(rateOf(interfaces))}
        <small>/min</small>
      </span>
      <span className={styles['lag']}>
        {minutes(lagOf(interfaces))} <small>min</small>
      </span>
    </li>
  );
}
