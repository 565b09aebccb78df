import { Link } from '@tanstack/react-router';
import { Mark } from '../parts/Mark.tsx';
import { STANDING_HEALTH, STANDING_WORDS, standingOf } from '../parts/standing.ts';
import { textOfState } from '../parts/textOfState.ts';
import { numberIn, sentenceOf } from '../parts/words.ts';
import type { Traced } from './journey.ts';
import styles from './Trace.module.css';

/** The processes that follow it, and where they stand. */
export function Instances({ instances }: { instances: Traced['instances'] }) {
  if (instances.length === 0) return null;
  return (
    <aside className={styles['related']} aria-label="Processes">
      <h2>Processes</h2>
      <ul>
        {instances.map((instance) => {
          const standing = standingOf(instance);
          return (
            <li key={instance.id}>
              <small>
                {sentenceOf(instance.process)}, {textOfState(instance.state)}
              </small>
              <span>
                <Mark health={STANDING_HEALTH[standing]} word={STANDING_WORDS[standing]} size={11} />{' '}
                <Link
                  to="/processes/$process/$instance"
                  params={{ process: instance.process, instance: instance.about }}
                >
                  {numberIn(instance.about)}
                </Link>
              </span>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}
