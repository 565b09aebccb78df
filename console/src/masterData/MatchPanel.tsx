import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Review } from 'api/operations/matches/contract.ts';
import { type ReactNode, useState } from 'react';
import { record } from '../ask/record.ts';
import { AttributeName } from '../parts/AttributeName.tsx';
import { fieldsOf } from '../parts/fields.ts';
import { useMayAs } from '../parts/mayOperate.ts';
import { Reason } from '../parts/Reason.tsx';
import { Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { useDecision } from '../parts/useDecision.ts';
import { Wide } from '../parts/Wide.tsx';
import { titleOf, wordsOf } from '../parts/words.ts';
import { decideMatch, review } from './ask.ts';
import styles from './MasterData.module.css';

/** Two things that may be one: what speaks for it, both side by side, and the decision. */
export function MatchPanel({ id, children }: { id: string; children: ReactNode }) {
  return <Told of={useQuery(review(id))}>{(found) => <Pair review={found}>{children}</Pair>}</Told>;
}

function Pair({ review: found, children }: { review: Review; children: ReactNode }) {
  const { entity, a, b, score, reasons } = found;
  return (
    <Wide className={styles['panel']} label="Decision">
      <h2>
        Are these two {wordsOf(entity)}s one? <small>{score} of 100 speak for it</small>
      </h2>
      {children}
      <Verbs review={found} />
      <ul className={styles['reasons']}>
        {reasons.map(({ by, points, of, veto, note }) => (
          <li key={by} data-veto={veto}>
            {wordsOf(by)}{' '}
            <strong>
              {veto ? 'speaks against it' : note ? 'differs: have a look' : `${points} of ${of ?? points}`}
            </strong>
          </li>
        ))}
      </ul>
      <Beside entity={entity} a={a} b={b} />
    </Wide>
  );
}

function Beside({ entity, a, b }: { entity: string; a: string; b: string }) {
  const left = useQuery(record(entity, a));
  const right = useQuery(record(entity, b));
  return (
    <Told of={left}>
      {(one) => (
        <Told of={right}>
          {(other) => {
            const of = (of: unknown) => new Map(fieldsOf(of).map(({ name, value }) => [name, value]));
            const [left, right] = [of(one.record), of(other.record)];
            const names = [...new Set([...left.keys(), ...right.keys()])];
            return (
              <Wide className={styles['beside']} label="Side by side">
                <table className={tables['table']}>
                  <thead>
                    <tr>
                      <th>Attribute</th>
                      {[one, other].map(({ key, observations }) => (
                        <th key={key}>
                          <Link to="/records" search={{ entity, key }}>
                            {observations
                              .map(({ system, localKey }) => `${titleOf(system)} ${localKey}`)
                              .join(', ') || key}
                          </Link>
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {names.map((name) => (
                      <tr
                        key={name}
                        data-differs={left.get(name) !== right.get(name) || undefined}
                        className={styles['pair']}
                      >
                        <td>
                          <AttributeName name={name} />
                        </td>
                        <td>{left.get(name) ?? '–'}</td>
                        <td>{right.get(name) ?? '–'}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Wide>
            );
          }}
        </Told>
      )}
    </Told>
  );
}

const VERBS = {
  link: {
    verb: 'They are one',
    says: 'Both become one record; every system keeps its own key, and gets what the other knows.',
  },
  separate: { verb: 'They are two', says: 'They stay apart, and are not asked about again.' },
};

function Verbs({ review: { id, state } }: { review: Review }) {
  const [asked, setAsked] = useState<keyof typeof VERBS>();
  const deciding = useDecision(
    (reason: string) => decideMatch(id, { decision: asked!, reason }),
    ['work', 'records', 'sites'],
  );
  const may = useMayAs('steward');
  if (state !== 'open') return <p>This is decided: {state}.</p>;
  if (!may) return null;
  return (
    <div className={styles['verbs']}>
      <Button onClick={() => setAsked('link')}>{VERBS.link.verb}</Button>
      <Button variant="default" onClick={() => setAsked('separate')}>
        {VERBS.separate.verb}
      </Button>
      <Reason
        title={asked ? VERBS[asked].verb : ''}
        says={asked ? VERBS[asked].says : ''}
        verb={asked ? VERBS[asked].verb : ''}
        opened={asked !== undefined}
        close={() => setAsked(undefined)}
        deciding={deciding}
      />
    </div>
  );
}
