import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ChartView } from 'api/process/chartContract.ts';
import type { InstanceDetail } from 'api/process/contract.ts';
import { chartOf, instanceOf } from '../ask/processes.ts';
import { Age } from '../parts/Age.tsx';
import { Mark } from '../parts/Mark.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemCard } from '../parts/ProblemCard.tsx';
import { STANDING_HEALTH, STANDING_WORDS, standingOf } from '../parts/standing.ts';
import { Told } from '../parts/Told.tsx';
import { textOfState } from '../parts/textOfState.ts';
import { many, numberIn } from '../parts/words.ts';
import { Acts } from './Acts.tsx';
import { type Arrow, type Box, type BoxLook, ChartPicture } from './ChartPicture.tsx';
import { Commands } from './Commands.tsx';
import { History } from './History.tsx';
import styles from './Instance.module.css';
import { InstanceFacts } from './InstanceFacts.tsx';
import { statesIn, wayOf } from './way.ts';

const route = getRouteApi('/inside/processes/$process/$instance');

export function InstancePage() {
  const { process, instance: about } = route.useParams();
  return (
    <Told of={useQuery(instanceOf(process, about))} rows={10} page>
      {(instance) => <Instance instance={instance} />}
    </Told>
  );
}

function Instance({ instance }: { instance: InstanceDetail }) {
  const { process, about, version, state, changedAt, problem, waiting, site } = instance;
  const chart = useQuery(chartOf(process, version));
  const standing = standingOf(instance);
  const signals = signalsIn(chart.data, instance);
  return (
    <>
      <PageHead
        title={numberIn(about)}
        mark={<Mark health={STANDING_HEALTH[standing]} word={STANDING_WORDS[standing]} size={22} />}
        actions={<Acts instance={instance} signals={signals} />}
      >
        {STANDING_WORDS[standing]}, in {textOfState(state)} for <Age since={changedAt} site={site} />, of{' '}
        <Link to="/processes/$process" params={{ process }}>
          {chart.data?.title ?? process}
        </Link>
      </PageHead>
      {problem && (
        <ProblemCard
          detail={problem.detail}
          advice={`${problem.advice}${waiting > 0 ? ` ${many(waiting, 'event waits', 'events wait')} until it goes on.` : ''}`}
          live
        />
      )}
      <div className={styles['split']}>
        <div className={styles['left']}>
          <Told of={chart} rows={10}>
            {(data) => <OnItsChart chart={data} instance={instance} />}
          </Told>
          <Commands instance={instance} />
        </div>
        <div className={styles['right']}>
          <InstanceFacts instance={instance} />
          <History instance={instance} />
        </div>
      </div>
    </>
  );
}

/** Where it is now, and the way it took. */
function OnItsChart({
  chart,
  instance: { history, state, status },
}: {
  chart: ChartView;
  instance: InstanceDetail;
}) {
  const { passed, taken } = wayOf(chart, history);
  const now = status === 'cancelled' ? [] : statesIn(state);
  const look = ({ state: its }: Box): BoxLook => ({
    tone: now.includes(its) ? 'now' : passed.has(its) ? 'passed' : 'quiet',
  });
  return <ChartPicture chart={chart} look={look} isTaken={(arrow: Arrow) => taken.has(arrow)} />;
}

/** The signals it listens to where it stands. */
function signalsIn(chart: ChartView | undefined, { state, status }: InstanceDetail): string[] {
  if (!chart || status !== 'running') return [];
  const now = statesIn(state);
  return [...new Set(chart.boxes.filter((box) => now.includes(box.state)).flatMap(({ signals }) => signals))];
}
