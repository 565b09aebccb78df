import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { logOf } from '../ask/systems.ts';
import { At } from '../parts/At.tsx';
import { Said } from '../parts/Said.tsx';
import { Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import styles from './SystemPage.module.css';

const LEVELS = { info: '', warn: 'warning', error: 'error' } as const;

/** What the hub had to say of a system and its interfaces, the newest first. */
export function SystemLog({ system, site }: { system: string; site: string }) {
  const [cursor, setCursor] = useState<string>();
  return (
    <section className={styles['part']}>
      <h2>Log</h2>
      <Told of={useQuery(logOf(system, cursor))}>
        {({ entries, next }) =>
          entries.length === 0 ? (
            <p>Nothing worth a word in the last 14 days.</p>
          ) : (
            <>
              <Wide label="Log">
                <table className={tables['table']}>
                  <thead>
                    <tr>
                      <th>At</th>
                      <th>Interface</th>
                      <th>What was said</th>
                    </tr>
                  </thead>
                  <tbody>
                    {entries.map(({ at, lastAt, times, level, interface: id, said }) => (
                      <tr key={`${at} ${id} ${said}`}>
                        <td>
                          <At time={at} site={site} />
                          {lastAt && (
                            <small>
                              {' '}
                              to <At time={lastAt} site={site} />
                            </small>
                          )}
                        </td>
                        <td>{id === undefined ? '–' : id.split('/')[1]}</td>
                        <td>
                          {LEVELS[level] !== '' && <strong>{LEVELS[level]}: </strong>}
                          <Said>{said}</Said>
                          {times > 1 && <small> {times} times</small>}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Wide>
              <div className={styles['turn']}>
                {cursor !== undefined && (
                  <Button size="xs" variant="default" onClick={() => setCursor(undefined)}>
                    Newest
                  </Button>
                )}
                {next !== undefined && (
                  <Button size="xs" variant="default" onClick={() => setCursor(next)}>
                    Older
                  </Button>
                )}
              </div>
            </>
          )
        }
      </Told>
    </section>
  );
}
