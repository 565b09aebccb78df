import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { WorkItem } from '../ask/work.ts';
import { Reason } from '../parts/Reason.tsx';
import { Told } from '../parts/Told.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { decideWork, workDetail } from './ask.ts';
import styles from './MasterData.module.css';
import { WorkDetails } from './WorkDetails.tsx';

/** A change request, an approval, a translation or a finding: what there is to know, and what can be decided. */
export function WorkPanel({ item }: { item: WorkItem }) {
  const [asked, setAsked] = useState<string>();
  const deciding = useDecision(
    (reason: string) => decideWork(item, asked!, reason),
    ['work', 'records', 'parked'],
  );
  return (
    <Told of={useQuery(workDetail(item))}>
      {({ title, entity, key, details, decisions }) => (
        <section className={styles['panel']} aria-label="Decision">
          <h2>{title}</h2>
          {key && (
            <p>
              <Link to="/records" search={{ entity, key }}>
                The record as it stands
              </Link>
            </p>
          )}
          <div className={styles['verbs']}>
            {Object.entries(decisions).map(([decision, says]) => (
              <Button key={decision} variant="default" title={says} onClick={() => setAsked(decision)}>
                {decision.charAt(0).toUpperCase() + decision.slice(1)}
              </Button>
            ))}
          </div>
          <WorkDetails details={details} />
          <Reason
            title={asked ?? ''}
            says={asked ? (decisions[asked] ?? '') : ''}
            verb="Decide"
            opened={asked !== undefined}
            close={() => setAsked(undefined)}
            deciding={deciding}
          />
        </section>
      )}
    </Told>
  );
}
