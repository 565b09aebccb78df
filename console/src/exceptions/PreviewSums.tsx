import type { Preview } from 'api/operations/parked/previewContract.ts';
import { count, many, wordsOf } from '../parts/words.ts';
import styles from './Exceptions.module.css';

/** What would become of them if they were handed back now. */
export function PreviewSums({ preview: { sums, stopped, followers } }: { preview: Preview }) {
  return (
    <div className={styles['preview']} role="status">
      <h3>If they were handed back now</h3>
      <ul>
        {Object.entries(sums)
          .filter(([, number]) => number > 0)
          .map(([outcome, number]) => (
            <li key={outcome}>
              <strong>{count(number)}</strong> {wordsOf(outcome.replaceAll('-', ' '))}
            </li>
          ))}
      </ul>
      {followers > 0 && <p>{many(followers, 'message')} that wait behind them are counted with them.</p>}
      {stopped.slice(0, 5).map(({ group, title, count: number }) => (
        <p key={group}>
          {count(number)} would meet: {title}
        </p>
      ))}
    </div>
  );
}
