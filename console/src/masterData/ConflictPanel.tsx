import { Button, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Conflict } from 'api/operations/conflicts/contract.ts';
import { type ReactNode, useState } from 'react';
import { At } from '../parts/At.tsx';
import { useMayAs } from '../parts/mayOperate.ts';
import { Reason } from '../parts/Reason.tsx';
import { Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { useDecision } from '../parts/useDecision.ts';
import { Wide } from '../parts/Wide.tsx';
import { stepsOf, titleOf, wordsOf } from '../parts/words.ts';
import { conflict, decideConflict } from './ask.ts';
import styles from './MasterData.module.css';

/** One attribute over which systems disagree: who says what, and which is to stand. */
export function ConflictPanel({ id, children }: { id: string; children: ReactNode }) {
  return <Told of={useQuery(conflict(id))}>{(found) => <Values conflict={found}>{children}</Values>}</Told>;
}

function Values({ conflict: found, children }: { conflict: Conflict; children: ReactNode }) {
  const { id, entity, key, called = key, attribute, values, rule, state } = found;
  const may = useMayAs('steward');
  const [asked, setAsked] = useState<string>();
  const deciding = useDecision(
    (reason: string) => decideConflict(id, asked!, reason),
    ['work', 'records', 'sites'],
  );
  return (
    <Wide className={styles['panel']} label="Decision">
      <h2 title={attribute.slice(1).replaceAll('/', '.')}>Which {stepsOf(attribute).join(' ')} is right?</h2>
      {children}
      <p>
        Of the {wordsOf(entity)}{' '}
        <Link to="/records" search={{ entity, key }}>
          {called}
        </Link>
        ; {rule} does not settle it.
      </p>
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>System</th>
            <th>Says</th>
            <th>Since</th>
            <th>
              <VisuallyHidden>Decide</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ system, value, at, stands }) => (
            <tr key={system}>
              <td>{titleOf(system)}</td>
              <td>
                <strong>{JSON.stringify(value)}</strong> {stands && <small>stands now</small>}
              </td>
              <td>{at ? <At time={at} /> : 'from the beginning'}</td>
              <td data-number>
                {may && state === 'open' && (
                  <Button size="xs" variant="default" onClick={() => setAsked(system)}>
                    Let it stand
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {deciding.data && deciding.data.waits.length > 0 && (
        <p role="status">
          It takes a second person: the change waits among the approvals, and stands once it is approved.
        </p>
      )}
      <Reason
        title={`Let what ${titleOf(asked ?? '')} says stand`}
        says="It goes into the record and to every system that gets it."
        verb="Let it stand"
        opened={asked !== undefined}
        close={() => setAsked(undefined)}
        deciding={deciding}
      />
    </Wide>
  );
}
