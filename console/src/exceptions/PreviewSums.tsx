import type { Preview } from 'api/operations/parked/previewContract.ts';
import { sayCause } from '../parts/cause.ts';
import { Said } from '../parts/Said.tsx';
import { count, many } from '../parts/words.ts';
import styles from './Exceptions.module.css';
import { Outcomes } from './Outcomes.tsx';

/** What would become of them if they were handed back now. */
export function PreviewSums({ preview: { sums, stopped, followers } }: { preview: Preview }) {
  return (
    <div className={styles['preview']} role="status">
      <h3>If they were handed back now</h3>
      <Outcomes counts={sums} />
      {followers > 0 && <p>{many(followers, 'message')} that wait behind them are counted with them.</p>}
      {stopped.slice(0, 5).map(({ group, title, count: number }) => (
        <p key={group}>
          {count(number)} would meet: <Said>{sayCause(title)}</Said>
        </p>
      ))}
    </div>
  );
}
