import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { InstancesPage, InstanceView } from 'api/process/contract.ts';
import { instancesOf } from '../ask/processes.ts';
import { Age } from '../parts/Age.tsx';
import { At } from '../parts/At.tsx';
import { Mark } from '../parts/Mark.tsx';
import { Pages } from '../parts/Pages.tsx';
import { STANDING_HEALTH, STANDING_WORDS, standingOf } from '../parts/standing.ts';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { textOfState } from '../parts/textOfState.ts';
import { Whole } from '../parts/Whole.tsx';
import { count, many, numberIn, systemIn, titleOf } from '../parts/words.ts';
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
        {(page) => (page.total === 0 ? <None search={search} /> : <Instances page={page} />)}
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

function Instances({ page: { instances, total, next } }: { page: InstancesPage }) {
  const { first, after } = route.useSearch();
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
      {after === undefined && next === undefined ? (
        <p className={styles['rest']}>{many(total, 'instance')}</p>
      ) : (
        <Pages label="Pages of instances" after={after} next={next}>
          {count(instances.length)} of {many(total, 'instance')}
        </Pages>
      )}
    </div>
  );
}

function Row({ instance }: { instance: InstanceView }) {
  const { process, about, state, changedAt, startedAt, problem, site } = instance;
  const standing = standingOf(instance);
  return (
    <tr>
      <td>
        <Link to="/processes/$process/$instance" params={{ process, instance: about }}>
          <Whole>{numberIn(about)}</Whole>
        </Link>{' '}
        <small>{titleOf(systemIn(about) ?? '')}</small>
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
        <Age since={changedAt} site={site} /> ago
      </td>
      <td>
        <At time={startedAt} site={site} />
      </td>
    </tr>
  );
}
