import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { courseOf, type Interface } from '../ask/sites.ts';
import { At } from '../parts/At.tsx';
import { healthOf } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { Spark } from '../parts/Spark.tsx';
import tables from '../parts/tables.module.css';
import { amount, count, lasting, wordsOf } from '../parts/words.ts';

interface InterfacesProps {
  site: string;
  system: string;
  interfaces: readonly Interface[];
  /** What may be done with one. */
  act?: (each: Interface) => ReactNode;
}

export function Interfaces({ site, system, interfaces, act }: InterfacesProps) {
  const { data } = useQuery(courseOf(system));
  const courses = new Map(data?.interfaces?.map(({ id, minutes }) => [id, minutes]));
  return (
    <table className={tables['table']}>
      <thead>
        <tr>
          <th>Interface</th>
          <th>State</th>
          <th data-number>Lag</th>
          <th data-number>A minute</th>
          <th>Last hour</th>
          <th data-number>Parked</th>
          <th>Last heard or delivered</th>
          {act && <td />}
        </tr>
      </thead>
      <tbody>
        {interfaces.map((each) => {
          const last = each.direction === 'source' ? each.seenAt : each.deliveredAt;
          return (
            <tr key={each.id}>
              <td>
                {each.id.split('/')[1]}{' '}
                <small>
                  {each.direction === 'source' ? 'tells' : 'gets'} {wordsOf(each.entity)}
                </small>
              </td>
              <td>
                <Mark health={healthOf(each)} named />
                {(each.problem ?? each.hold) && <small> {each.problem?.detail ?? each.hold?.reason}</small>}
              </td>
              <td data-number>{each.lagSeconds === null ? '–' : lasting(each.lagSeconds)}</td>
              <td data-number>{each.perMinute === null ? '–' : amount(each.perMinute)}</td>
              <td>
                <Spark
                  values={courses.get(each.id)?.map(({ perMinute }) => perMinute) ?? []}
                  width={80}
                  height={18}
                  label={`${each.id} over the last hour`}
                />
              </td>
              <td data-number>{count(each.open.parked)}</td>
              <td>{last ? <At time={last} site={site} as="seconds" /> : '–'}</td>
              {act && <td data-number>{act(each)}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
