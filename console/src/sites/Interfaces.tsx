import { useQuery } from '@tanstack/react-query';
import type { CoursePoint } from 'api/operations/course/contract.ts';
import type { ReactNode } from 'react';
import { courseOfSystem, type Interface } from '../ask/sites.ts';
import { At } from '../parts/At.tsx';
import { healthOf } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { useNamed } from '../parts/named.ts';
import { Spark } from '../parts/Spark.tsx';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import { amount, count, lasting, sayInterface, titleOf, wordsOf } from '../parts/words.ts';
import styles from './Interfaces.module.css';

interface InterfacesProps {
  site: string;
  system: string;
  interfaces: readonly Interface[];
  /** What may be done with one. */
  act?: (each: Interface) => ReactNode;
}

export function Interfaces({ site, system, interfaces, act }: InterfacesProps) {
  const { data } = useQuery(courseOfSystem(system));
  const courses = new Map(data?.interfaces?.map(({ id, points }) => [id, points]));
  return (
    <Wide label={`Interfaces of ${titleOf(system)}`}>
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>Interface</th>
            <th>State</th>
            <th data-number>Lag, last hour</th>
            <th data-number>A minute</th>
            <th data-number>Parked</th>
            <th data-number>Failed, last hour</th>
            <th>Last seen</th>
            {act && <td />}
          </tr>
        </thead>
        <tbody>
          {interfaces.map((each) => (
            <Row key={each.id} site={site} each={each} course={courses.get(each.id) ?? []}>
              {act && <td data-number>{act(each)}</td>}
            </Row>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

interface RowProps {
  site: string;
  each: Interface;
  course: readonly CoursePoint[];
  children: ReactNode;
}

function Row({ site, each, course, children }: RowProps) {
  const named = useNamed();
  const last = each.direction === 'source' ? each.seenAt : each.deliveredAt;
  return (
    <tr>
      <td>
        {each.id.split('/')[1]}{' '}
        <small>
          {each.direction === 'source' ? 'tells' : 'gets'} {wordsOf(each.entity)}
        </small>
      </td>
      <td>
        <Mark health={healthOf(each)} named />
        {(each.problem ?? each.hold) && (
          <small> {named(each.problem?.detail ?? each.hold?.reason ?? '')}</small>
        )}
      </td>
      <Trend
        value={each.lagSeconds === null ? '–' : lasting(each.lagSeconds)}
        values={course.map(({ lagSeconds }) => lagSeconds ?? 0)}
        full={60}
        label={`Lag of ${sayInterface(each.id)} over the last hour`}
      />
      <Trend
        value={each.perMinute === null ? '–' : amount(each.perMinute)}
        values={course.map(({ perMinute }) => perMinute)}
        label={`Messages a minute of ${sayInterface(each.id)} over the last hour`}
      />
      <Trend
        value={count(each.open.parked)}
        values={course.map(({ parked }) => parked)}
        label={`Parked messages of ${sayInterface(each.id)} over the last hour`}
      />
      <Trend
        value={course.length === 0 ? '–' : count(course.reduce((sum, { failed }) => sum + failed, 0))}
        values={course.map(({ failed }) => failed)}
        label={`Failed attempts of ${each.id} over the last hour`}
      />
      <td>{last ? <At time={last} site={site} as="seconds" /> : '–'}</td>
      {children}
    </tr>
  );
}

interface TrendProps {
  value: string;
  values: readonly number[];
  full?: number;
  label: string;
}

/** A figure, and how it went before. */
function Trend({ value, values, full = 1, label }: TrendProps) {
  return (
    <td data-number>
      <span className={styles['trend']}>
        <Spark values={values} full={full} width={56} height={18} label={label} />
        <span>{value}</span>
      </span>
    </td>
  );
}
