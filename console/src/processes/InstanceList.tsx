import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { InstancesPage, InstanceView } from 'api/process/contract.ts';
import { instancesOf } from '../ask/processes.ts';
import { Age } from '../parts/Age.tsx';
import { At } from '../parts/At.tsx';
import { Mark } from '../parts/Mark.tsx';
import { STANDING_HEALTH, STANDING_WORDS, standingOf } from '../parts/standing.ts';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { textOfState } from '../parts/textOfState.ts';
import { count, many } from '../parts/words.ts';
import { Due } from './Due.tsx';
import { ManyActs } from './ManyActs.tsx';
import styles from './Processes.module.css';
import { filterOf, type InstancesSearch } from './search.ts';

const route = getRouteApi('/inside/processes/$process');
const PAGE = 50;

/** The instances that the address means, a page at a time. */
export function InstanceList({ process }: { process: string }) {
  const search = route.useSearch();
  const found = useQuery(
    instancesOf(process, {
      ...filterOf(search),
      ...(search.first && { first: search.first }),
      limit: PAGE,
      ...(search.after !== undefined && { cursor: search.after }),
    }),
  );
  return (
    <>
      <ManyActs process={process} total={found.data?.total ?? 0} />
      <Told of={found} rows={8}>
        {(page) =>
          page.total === 0 ? <None search={search} /> : <Instances process={process} page={page} />
        }
      </Told>
    </>
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
  const { first } = route.useSearch();
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
      {first === 'due' && (
        <p className={styles['rest']}>Those that no state gives a time are left out of this order.</p>
      )}
      <Pages process={process} shown={instances.length} total={total} next={next} />
    </div>
  );
}

function Row({ instance }: { instance: InstanceView }) {
  const { process, about, state, changedAt, startedAt, problem } = instance;
  const standing = standingOf(instance);
  return (
    <tr>
      <td>
        <Link to="/processes/$process/$instance" params={{ process, instance: about }}>
          {about}
        </Link>
      </td>
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
      {after !== undefined && <ToPage process={process} after={undefined} label="From the first" />}
      {next !== undefined && <ToPage process={process} after={next} label="Next" />}
    </nav>
  );
}

function ToPage({ process, after, label }: { process: string; after: string | undefined; label: string }) {
  return (
    <Button
      variant="default"
      size="xs"
      renderRoot={(props) => (
        <Link
          {...props}
          to="/processes/$process"
          params={{ process }}
          search={({ after: _, ...rest }) => (after === undefined ? rest : { ...rest, after })}
          resetScroll={false}
        />
      )}
    >
      {label}
    </Button>
  );
}
