import type { InstanceView } from 'api/process/contract.ts';
import { Age } from '../parts/Age.tsx';
import { At } from '../parts/At.tsx';
import { lasting } from '../parts/words.ts';
import styles from './Processes.module.css';

/** By when it should have left a state, or by how much it is late. */
export function Due({
  instance: { due, overdue, site },
}: {
  instance: Pick<InstanceView, 'due' | 'overdue' | 'site'>;
}) {
  if (overdue)
    return (
      <span className={styles['late']}>
        <Age since={overdue.at} site={site} /> late in {overdue.in}
      </span>
    );
  if (!due) return <>–</>;
  return (
    <>
      <At time={due.at} site={site} />{' '}
      <small>in {lasting(Math.max(0, (Date.parse(due.at) - Date.now()) / 1000))}</small>
    </>
  );
}
