import { count } from '../parts/words.ts';
import styles from './Operations.module.css';

interface FiguresProps {
  label: string;
  figures: readonly { value: number; says: string; bad?: boolean; capped?: boolean }[];
}

/** The sums over a list. */
export function Figures({ label, figures }: FiguresProps) {
  return (
    <dl className={styles['figures']} aria-label={label}>
      {figures.map(({ value, says, bad, capped }) => (
        <div key={says} data-bad={(bad && value > 0) || undefined}>
          <dt>{says}</dt>
          <dd>
            {count(value)}
            {capped && '+'}
          </dd>
        </div>
      ))}
    </dl>
  );
}
