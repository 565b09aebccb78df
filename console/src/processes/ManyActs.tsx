import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Act, askMany } from '../ask/processes.ts';
import { useMayOperate } from '../parts/mayOperate.ts';
import { Reason } from '../parts/Reason.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { count, many } from '../parts/words.ts';
import { JobProgress } from './JobProgress.tsx';
import styles from './Processes.module.css';
import { filterOf } from './search.ts';

const route = getRouteApi('/inside/processes/$process');

type ManyAct = Extract<Act, { kind: 'retry' | 'skip' | 'cancel' }>;

const VERBS: Record<ManyAct['kind'], string> = {
  retry: 'Try again',
  skip: 'Leave the event out',
  cancel: 'Cancel',
};

/** Asks the same of all instances that the list means, and shows how that goes. */
export function ManyActs({ process, total }: { process: string; total: number }) {
  const { standing } = route.useSearch();
  const [asked, setAsked] = useState<ManyAct>();
  const [job, setJob] = useState<number>();
  const may = useMayOperate();
  const acts = actsOf(standing);
  return (
    <>
      {may && acts.length > 0 && total > 1 && (
        <div className={styles['many']}>
          <span>{many(total, 'instance')}:</span>
          {acts.map((kind) => (
            <Button key={kind} variant="default" size="xs" onClick={() => setAsked({ kind })}>
              {VERBS[kind]}
            </Button>
          ))}
        </div>
      )}
      {job !== undefined && <JobProgress process={process} id={job} />}
      {asked && (
        <Why act={asked} process={process} total={total} begun={setJob} close={() => setAsked(undefined)} />
      )}
    </>
  );
}

/** What can be asked of all that stand so; of a list of all sorts nothing. */
function actsOf(standing: string | undefined): ManyAct['kind'][] {
  if (standing === 'stuck') return ['retry', 'skip', 'cancel'];
  return standing === 'running' || standing === 'overdue' ? ['cancel'] : [];
}

interface WhyProps {
  act: ManyAct;
  process: string;
  total: number;
  begun: (job: number) => void;
  close: () => void;
}

function Why({ act, process, total, begun, close }: WhyProps) {
  const search = route.useSearch();
  const deciding = useDecision(
    async (reason: string) => begun((await askMany(process, act, filterOf(search), reason)).id),
    ['processes'],
  );
  return (
    <Reason
      title={`${VERBS[act.kind]}: ${many(total, 'instance')}`}
      says={SAYS[act.kind]}
      verb={`${VERBS[act.kind]} ${count(total)}`}
      danger={act.kind !== 'retry'}
      opened
      close={close}
      deciding={deciding}
    />
  );
}

const SAYS: Record<ManyAct['kind'], string> = {
  retry:
    'Each takes up the event that it is stuck at once more. Those the list means by then are asked, also on its other pages.',
  skip: 'Each goes on as if the event that it is stuck at had not been. Those the list means by then are asked, also on its other pages.',
  cancel:
    'What each asked for and has a way back is taken back in the systems, the last first. Those the list means by then are asked, also on its other pages.',
};
