import type { ReactNode } from 'react';
import { HEALTH_WORDS, type Health } from './health.ts';
import styles from './Mark.module.css';

const SHAPES: Record<Health, ReactNode> = {
  well: <circle cx="8" cy="8" r="5" />,
  held: <path d="M3.5 3h3.4v10H3.5zM9.1 3h3.4v10H9.1z" />,
  late: <path d="M8 2.2 13.8 8 8 13.8 2.2 8z" />,
  failing: <path d="M8 1.8 14.6 13.6H1.4z" />,
  stopped: <path d="M2.8 2.8h10.4v10.4H2.8zM5 5v6h6V5z" fillRule="evenodd" />,
};

/** Health as colour and shape, so that either tells it alone. */
export function Mark({
  health,
  size = 14,
  named = false,
  word = HEALTH_WORDS[health],
}: {
  health: Health;
  size?: number;
  named?: boolean;
  /** Where another word than that of a system says it. */
  word?: string;
}) {
  return (
    <span className={styles['mark']} data-health={health}>
      <svg width={size} height={size} viewBox="0 0 16 16" role="img" aria-label={word}>
        {SHAPES[health]}
      </svg>
      {named && <span aria-hidden="true">{word}</span>}
    </span>
  );
}
