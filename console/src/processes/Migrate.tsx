import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Migration } from 'api/process/jobContract.ts';
import { useState } from 'react';
import { askMany, migrationOf } from '../ask/processes.ts';
import { useMayOperate } from '../parts/mayOperate.ts';
import { Reason } from '../parts/Reason.tsx';
import tables from '../parts/tables.module.css';
import { textOfState } from '../parts/textOfState.ts';
import { useDecision } from '../parts/useDecision.ts';
import { count, many, numberIn } from '../parts/words.ts';
import { JobProgress } from './JobProgress.tsx';
import styles from './Processes.module.css';

/** The instances on older versions, what would become of them on the present one, and the way there. */
export function Migrate({ process }: { process: string }) {
  const { data } = useQuery(migrationOf(process));
  const [asked, setAsked] = useState<number>();
  const [job, setJob] = useState<number>();
  const may = useMayOperate();
  const versions = data ? Map.groupBy(data.states, ({ version }) => version) : new Map();
  if (!data || (versions.size === 0 && job === undefined)) return null;
  return (
    <section className={styles['migrate']} aria-label="Older versions">
      <h2>{many(data.instances, 'instance')} on older versions</h2>
      {job !== undefined && <JobProgress process={process} id={job} />}
      {[...versions].map(([version, states]) => (
        <div key={version}>
          <div className={styles['many']}>
            <span>
              If version {version} were moved to {data.version} now:
            </span>
            {may && movable(states) > 0 && (
              <Button variant="default" size="xs" onClick={() => setAsked(version)}>
                Migrate {count(movable(states))}
              </Button>
            )}
          </div>
          <Foreseen process={process} version={version} states={states} />
        </div>
      ))}
      {asked !== undefined && (
        <Why
          {...{ process, version: asked, to: data.version }}
          instances={movable(versions.get(asked) ?? [])}
          begun={setJob}
          close={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}

function movable(states: Migration['states']): number {
  return states.reduce((sum, { left, instances }) => sum + (left === undefined ? instances : 0), 0);
}

interface ForeseenProps {
  process: string;
  version: number;
  states: Migration['states'];
}

function Foreseen({ process, version, states }: ForeseenProps) {
  return (
    <table className={tables['table']} aria-label={`Version ${version}`}>
      <thead>
        <tr>
          <th>In</th>
          <th>Would be in</th>
          <th data-number>Instances</th>
          <th>One of them</th>
        </tr>
      </thead>
      <tbody>
        {states.map(({ state, instances, to, left, example }) => (
          <tr key={example}>
            <td>{textOfState(state)}</td>
            <td>{left ?? textOfState(to)}</td>
            <td data-number>{count(instances)}</td>
            <td>
              <Link to="/processes/$process/$instance" params={{ process, instance: example }}>
                {numberIn(example)}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface WhyProps {
  process: string;
  version: number;
  to: number;
  instances: number;
  begun: (job: number) => void;
  close: () => void;
}

function Why({ process, version, to, instances, begun, close }: WhyProps) {
  const deciding = useDecision(
    async (reason: string) => begun((await askMany(process, { kind: 'migrate' }, { version }, reason)).id),
    ['processes'],
  );
  return (
    <Reason
      title={`Migrate ${many(instances, 'instance')} to version ${to}`}
      says="Each goes on by the new version from where it would be. What it gave stays given; those that cannot be moved stay as they are."
      verb={`Migrate ${count(instances)}`}
      opened
      close={close}
      deciding={deciding}
    />
  );
}
