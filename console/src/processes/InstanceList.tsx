import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { InstancesPage, InstanceView } from 'api/process/contract.ts';
import { instancesOf } from '../ask/processes.ts';
import { Age } from '../parts/Age.tsx';
import { At } from '../parts/At.tsx';
import { Mark } from '../parts/Mark.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { count, lasting, many } from '../parts/words.ts';
import styles from './Processes.module.css';
import { filterOf, type InstancesSearch, STANDING_HEALTH, STANDING_WORDS, standingOf } from './standing.ts';
import { textOfState } from './textOfState.ts';

const route = getRouteApi('/inside/processes/$process');
const PAGE = 50;

/** The instances that the address means, a page at a time. */
export function InstanceList({ process }: { process: string }) {
  const search = route.useSearch();
  const found = useQuery(
    instancesOf(process, {
      ...filterOf(search),
      limit: PAGE,
      ...(search.after !== undefined && { cursor: search.after }),
    }),
  );
  return (
    <Told of={found} rows={8}>
      {(page) => (page.total === 0 ? <None search={search} /> : <Instances process={process} page={page} />)}
    </Told>
  );
}

function None({ search: { key, standing, state } }: { search: InstancesSearch }) {
  if (key !== undefined)
    return (
      <Empty title={`No instance knows ${key}`}>It may be another process that follows it, or none.</Empty>
    );
  if (standing === undefined && state === undefined)
    return (
      <Empty title="No instance yet">
        One begins with the next event that the chart starts on; what came before it is not heard.
      </Empty>
    );
  return <Empty title="No instance stands so" />;
}

function Instances({ process, page: { instances, total, next } }: { process: string; page: InstancesPage }) {
  return (
    <div className={styles['instances']}>
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>About</th>
            <th>State</th>
            <th>Stands</th>
            <th>Due</th>
            <th>Last moved</th>
            <th>Began</th>
          </tr>
        </thead>
        <tbody>
          {instances.map((each) => (
            <Row key={each.id} instance={each} />
          ))}
        </tbody>
      </table>
      <Pages process={process} shown={instances.length} total={total} next={next} />
    </div>
  );
}

function Row({ instance }: { instance: InstanceView }) {
  const { about, state, changedAt, startedAt, problem } = instance;
  const standing = standingOf(instance);
  return (
    <tr>
      <td>{about}</td>
      <td className={styles['state']}>{textOfState(state)}</td>
      <td>
        <Mark health={STANDING_HEALTH[standing]} word={STANDING_WORDS[standing]} named />
        {problem && <small> {problem.detail}</small>}
      </td>
      <td>
        <Due instance={instance} />
      </td>
      <td>
        <Age since={changedAt} /> ago
      </td>
      <td>
        <At time={startedAt} />
      </td>
    </tr>
  );
}

/** By when it should have left a state, or by how much it is late. */
export function Due({ instance: { due, overdue } }: { instance: Pick<InstanceView, 'due' | 'overdue'> }) {
  if (overdue)
    return (
      <span className={styles['late']}>
        <Age since={overdue.at} /> late in {overdue.in}
      </span>
    );
  if (!due) return <>–</>;
  return (
    <>
      <At time={due.at} /> <small>in {lasting(Math.max(0, (Date.parse(due.at) - Date.now()) / 1000))}</small>
    </>
  );
}

interface PagesProps {
  process: string;
  shown: number;
  total: number;
  next: string | undefined;
}

function Pages({ process, shown, total, next }: PagesProps) {
  const { after } = route.useSearch();
  if (after === undefined && next === undefined)
    return <p className={styles['rest']}>{many(total, 'instance')}</p>;
  return (
    <nav className={styles['pages']} aria-label="Pages of instances">
      <span>
        {count(shown)} of {many(total, 'instance')}
      </span>
      {after !== undefined && (
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/processes/$process"
              params={{ process }}
              search={({ after: _, ...rest }) => rest}
              resetScroll={false}
            />
          )}
        >
          From the first
        </Button>
      )}
      {next !== undefined && (
        <Button
          variant="default"
          size="xs"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/processes/$process"
              params={{ process }}
              search={(now) => ({ ...now, after: next })}
              resetScroll={false}
            />
          )}
        >
          Next
        </Button>
      )}
    </nav>
  );
}
