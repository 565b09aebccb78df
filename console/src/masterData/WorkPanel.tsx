import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WorkDetail } from 'api/operations/work/contract.ts';
import { useState } from 'react';
import type { WorkItem } from '../ask/work.ts';
import { Assignment } from '../parts/Assignment.tsx';
import { sayCause } from '../parts/cause.ts';
import { useMayAs } from '../parts/mayOperate.ts';
import { Reason } from '../parts/Reason.tsx';
import { Said } from '../parts/Said.tsx';
import { Told } from '../parts/Told.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { Wide } from '../parts/Wide.tsx';
import { sentenceOf } from '../parts/words.ts';
import { Answer } from './Answer.tsx';
import { decideWork, workDetail } from './ask.ts';
import styles from './MasterData.module.css';
import { WorkDetails } from './WorkDetails.tsx';

/** A change request, an approval, a translation or a finding: what there is to know, and what can be decided. */
export function WorkPanel({ item }: { item: Pick<WorkItem, 'kind' | 'id'> }) {
  const [asked, setAsked] = useState<string>();
  const deciding = useDecision(
    (reason: string) => decideWork(item, { decision: asked!, reason }),
    ['work', 'records', 'parked'],
  );
  const may = useMayAs('steward');
  return (
    <Told of={useQuery(workDetail(item))}>
      {({ details, decisions, ...found }) => (
        <Wide className={styles['panel']} label="Decision">
          <h2>
            <Said alone>{sayCause(found.title)}</Said>
          </h2>
          {found.state === 'open' && <Assignment item={found} />}
          {found.key && (
            <p>
              <Link to="/records" search={{ entity: found.entity, key: found.key }}>
                The record as it stands
              </Link>
            </p>
          )}
          {may && item.kind === 'completion' && <Answer item={item} asked={askedIn(details)} />}
          <div className={styles['verbs']}>
            {(may ? verbsOf(decisions) : []).map(([decision, says]) => (
              <Button
                key={decision}
                variant="default"
                title={meaningOf(says)}
                onClick={() => setAsked(decision)}
              >
                {verbOf(decision)}
              </Button>
            ))}
          </div>
          <WorkDetails details={details} />
          <Reason
            title={asked ? verbOf(asked) : ''}
            says={asked ? meaningOf(decisions[asked] ?? '') : ''}
            verb="Decide"
            opened={asked !== undefined}
            close={() => setAsked(undefined)}
            deciding={deciding}
          />
        </Wide>
      )}
    </Told>
  );
}

/** An answer is a form of its own. */
function verbsOf(decisions: WorkDetail['decisions']): [string, string][] {
  return Object.entries(decisions).filter(([decision]) => decision !== 'answer');
}

function askedIn(details: unknown): string[] {
  return (details as { asked?: string[] }).asked ?? [];
}

/** As the console calls it elsewhere. */
function verbOf(decision: string): string {
  return decision === 'replay' ? 'Hand back' : sentenceOf(decision);
}

/** As a sentence; that a reason is asked for is seen. */
function meaningOf(says: string): string {
  return `${says.charAt(0).toUpperCase()}${says.slice(1).replace(/; asks for a reason$/, '')}.`;
}
