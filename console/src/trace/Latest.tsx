import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LatestAnswer } from 'api/operations/trace/latestContract.ts';
import { get } from '../ask/ask.ts';
import { Age } from '../parts/Age.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import { numberIn, sentenceOf, titleOf, wordsOf } from '../parts/words.ts';
import styles from './Trace.module.css';

/** What to begin with, when no number is at hand: as it was when the page was opened, so that nothing moves away under the reader's hand. */
export function Latest() {
  const latest = useQuery({
    queryKey: ['latest'],
    queryFn: ({ signal }) => get<LatestAnswer>('/operations/v1/latest', {}, signal),
    gcTime: 0,
  });
  return (
    <Told of={latest} rows={8}>
      {({ entities }) =>
        entities.length === 0 ? (
          <Empty title="Give a number">
            An order, an item, a delivery, as any system writes it; or with the system, as in{' '}
            <code>na-erp:1000005</code>. What systems tell of last will be listed here.
          </Empty>
        ) : (
          <section className={styles['latest']}>
            <h2>Told of last</h2>
            <div>
              {entities.map((each) => (
                <Documents key={each.entity} of={each} />
              ))}
            </div>
          </section>
        )
      }
    </Told>
  );
}

function Documents({ of: { entity, documents } }: { of: LatestAnswer['entities'][number] }) {
  const name = sentenceOf(wordsOf(entity));
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      <ul>
        {documents.map(({ key, system, at }) => (
          <li key={key}>
            <Link to="/trace" search={{ key, entity }}>
              {numberIn(key)}
            </Link>{' '}
            <small>
              {titleOf(system)}, <Age since={at} system={system} /> ago
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
