import type { InstanceDetail } from 'api/process/contract.ts';
import { At } from '../parts/At.tsx';
import { textOfState } from '../parts/textOfState.ts';
import styles from './Instance.module.css';
import { sayEvent } from './sayEvent.ts';

/** What happened to it, the newest first. */
export function History({ instance: { history, site } }: { instance: InstanceDetail }) {
  return (
    <section aria-label="History">
      <h2>What happened</h2>
      <ol className={styles['history']} reversed>
        {history.toReversed().map(({ n, at, event, position, state, commands, by, reason }) => (
          <li key={n} data-by={by === undefined ? undefined : 'person'}>
            <p>
              <strong>{sayEvent(event)}</strong>
              <At time={at} site={site} as="seconds" />
            </p>
            <p className={styles['then']}>
              {textOfState(state)}
              {commands.length > 0 && `, gives ${commands.join(', ')}`}
              {position !== undefined && <small data-whole> entry {position}</small>}
            </p>
            {by !== undefined && (
              <p className={styles['by']}>
                {by}
                {reason !== undefined && `: ${reason}`}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
