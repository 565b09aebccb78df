import type { ReactNode } from 'react';
import { Advice } from './Advice.tsx';
import styles from './ProblemCard.module.css';
import { Said } from './Said.tsx';

interface ProblemCardProps {
  detail: string;
  advice: string;
  /** It may come up while the page is read. */
  live?: boolean;
  children?: ReactNode;
}

/** What is wrong with the thing a page is about, and what to do. */
export function ProblemCard({ detail, advice, live = false, children }: ProblemCardProps) {
  return (
    <div className={styles['problem']} role={live ? 'status' : undefined}>
      <h2>
        <Said alone>{detail}</Said>
      </h2>
      <p>
        <Advice>{advice}</Advice>
      </p>
      {children}
    </div>
  );
}
