import { Day } from '../parts/Day.tsx';
import { Mark } from '../parts/Mark.tsx';
import styles from './Operations.module.css';

/** The day on which something is wanted or expected, and whether it is over. */
export function DueDay({ day, late }: { day: string | undefined; late: boolean }) {
  if (day === undefined) return '–';
  return (
    <span className={styles['due']} data-late={late || undefined}>
      {late && <Mark health="late" size={12} />}
      <Day day={day} />
    </span>
  );
}
