import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ChartView } from 'api/process/chartContract.ts';
import type { ReactNode } from 'react';
import { chartOf, countsOf, processes } from '../ask/processes.ts';
import { AskKey } from '../parts/AskKey.tsx';
import { Choice } from '../parts/Choice.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { STANDING_WORDS, STANDINGS } from '../parts/standing.ts';
import { Told } from '../parts/Told.tsx';
import { count, sentenceOf, wordsOf } from '../parts/words.ts';
import { type Box, type BoxLook, ChartPicture } from './ChartPicture.tsx';
import { InstanceList } from './InstanceList.tsx';
import { Migrate } from './Migrate.tsx';
import styles from './Processes.module.css';
import { ORDERS } from './search.ts';
import type { Standings } from './standings.ts';

const route = getRouteApi('/inside/processes/$process');

export function ProcessPage() {
  const { process } = route.useParams();
  const { key } = route.useSearch();
  const chart = useQuery(chartOf(process));
  const standings = useQuery(processes).data?.processes.find((each) => each.process === process)?.instances;
  return (
    <>
      <PageHead
        title={chart.data?.title ?? sentenceOf(process)}
        actions={<FindInstance key={key} asked={key ?? ''} />}
      >
        {process}
        {chart.data && `, for each ${wordsOf(chart.data.about)}, version ${chart.data.version}`}
      </PageHead>
      <Told of={chart} rows={10}>
        {(data) => (
          <>
            <LiveChart chart={data} />
            <Migrate process={process} />
            <div className={styles['which']}>
              {standings && <Kinds standings={standings} />}
              <First />
            </div>
            <InstanceList process={process} />
          </>
        )}
      </Told>
    </>
  );
}

/** The chart with how many are where; a click on a state shows those. */
function LiveChart({ chart }: { chart: ChartView }) {
  const { data } = useQuery(countsOf(chart.process));
  const search = route.useSearch();
  const counts = new Map(data?.states.map((each) => [each.state, each]));
  const look = ({ state }: Box): BoxLook => {
    const found = counts.get(state);
    return {
      tone: found ? 'busy' : 'quiet',
      chosen: search.state === state,
      ...(found && { count: found.instances, overdue: found.overdue, stuck: found.stuck }),
    };
  };
  const link = (box: Box, says: string, children: ReactNode) => (
    <Link
      from="/processes/$process"
      to="/processes/$process"
      params={{ process: chart.process }}
      search={({ state: _, after: __, ...rest }) =>
        box.state === search.state ? rest : { ...rest, state: box.state }
      }
      replace
      resetScroll={false}
      aria-label={says}
    >
      {children}
    </Link>
  );
  return <ChartPicture chart={chart} look={look} link={link} />;
}

function Kinds({ standings }: { standings: Standings }) {
  const { process } = route.useParams();
  const { standing: chosen, state } = route.useSearch();
  const all = STANDINGS.reduce(
    (sum, standing) => sum + (standing === 'overdue' ? 0 : standings[standing]),
    0,
  );
  return (
    <nav className={styles['kinds']} aria-label="Which instances">
      <Link
        from="/processes/$process"
        to="/processes/$process"
        params={{ process }}
        search={({ standing: _, after: __, ...rest }) => rest}
        activeOptions={{ exact: true }}
        resetScroll={false}
        aria-current={chosen === undefined ? 'true' : undefined}
      >
        all <span>{count(all)}</span>
      </Link>
      {STANDINGS.map((standing) => (
        <Link
          key={standing}
          from="/processes/$process"
          to="/processes/$process"
          params={{ process }}
          search={({ after: _, ...rest }) => ({ ...rest, standing })}
          resetScroll={false}
          aria-current={standing === chosen ? 'true' : undefined}
          data-standing={standing}
        >
          {STANDING_WORDS[standing]} <span>{count(standings[standing])}</span>
        </Link>
      ))}
      {state !== undefined && (
        <Link
          from="/processes/$process"
          to="/processes/$process"
          params={{ process }}
          search={({ state: _, after: __, ...rest }) => rest}
          resetScroll={false}
          className={styles['filter']}
        >
          in <strong>{state}</strong> <span aria-hidden="true">×</span>
          <VisuallyHidden>: show all states</VisuallyHidden>
        </Link>
      )}
    </nav>
  );
}

/** Which instances come first. */
function First() {
  const { process } = route.useParams();
  const { first = 'key' } = route.useSearch();
  const navigate = useNavigate();
  const choose = (value: typeof first) =>
    void navigate({
      to: '/processes/$process',
      params: { process },
      search: ({ after: _, ...rest }) => ({ ...rest, first: value }),
      resetScroll: false,
    });
  return <Choice label="Which come first" value={first} options={ORDERS} choose={choose} />;
}

function FindInstance({ asked }: { asked: string }) {
  const { process } = route.useParams();
  const navigate = useNavigate();
  const ask = (key: string) =>
    void navigate({ to: '/processes/$process', params: { process }, search: key === '' ? {} : { key } });
  return (
    <AskKey
      {...{ asked, ask, label: 'Number or key', placeholder: 'Any number it is known by', says: 'Find' }}
      className={styles['ask']}
    />
  );
}
