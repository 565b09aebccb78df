import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Processes } from 'api/process/chartContract.ts';
import { processes } from '../ask/processes.ts';
import { PageHead } from '../parts/PageHead.tsx';
import { STANDING_WORDS, STANDINGS } from '../parts/standing.ts';
import { Empty, Told } from '../parts/Told.tsx';
import { count, many, sentenceOf, wordsOf } from '../parts/words.ts';
import styles from './Processes.module.css';
import { openOf, type Standings } from './standings.ts';

type Process = Processes['processes'][number];

export function ProcessesPage() {
  const found = useQuery(processes);
  return (
    <>
      <PageHead title="Processes">{found.data ? sumOf(found.data.processes) : 'What is under way'}</PageHead>
      <Told of={found}>
        {({ processes: all }) =>
          all.length === 0 ? (
            <Empty title="The landscape declares no process">
              A process follows an order or delivery through the systems, and says when it is late. It is a
              file in <code>processes/</code> of the landscape.
            </Empty>
          ) : (
            <ul className={styles['processes']}>
              {all.map((each) => (
                <ProcessRow key={each.process} process={each} />
              ))}
            </ul>
          )
        }
      </Told>
    </>
  );
}

function ProcessRow({ process: { process, title, about, uses, version, instances } }: { process: Process }) {
  return (
    <li className={styles['process']}>
      <h2>
        <Link to="/processes/$process" params={{ process }}>
          {title ?? sentenceOf(process)}
        </Link>
        <small>
          {process}, for each {wordsOf(about)}
          {uses !== undefined && uses !== process && `, as ${uses} of the library`}
          {version > 1 && `, version ${version}`}
        </small>
      </h2>
      <dl className={styles['figures']}>
        {STANDINGS.map((standing) => (
          <div key={standing} data-standing={standing} data-none={instances[standing] === 0 || undefined}>
            <dt>{STANDING_WORDS[standing]}</dt>
            <dd>
              <Link
                to="/processes/$process"
                params={{ process }}
                search={{ standing }}
                aria-label={`${count(instances[standing])} ${STANDING_WORDS[standing]}`}
              >
                {count(instances[standing])}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function sumOf(all: readonly Process[]): string {
  const sum = (of: (standings: Standings) => number) =>
    all.reduce((total, { instances }) => total + of(instances), 0);
  const stuck = sum((its) => its.stuck);
  return [
    `${many(sum(openOf), 'instance is', 'instances are')} under way`,
    `${count(sum((its) => its.overdue))} overdue`,
    `${many(stuck, 'needs', 'need')} a person`,
  ].join(', ');
}
