import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../ask/ask.ts';
import styles from './Told.module.css';

/** What a query gave, or in its place that it is on its way, or why it did not come. */
export function Told<T>({
  of,
  children,
  rows = 4,
}: {
  of: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  rows?: number;
}) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure error={of.error} again={() => void of.refetch()} />;
  return <Loading rows={rows} />;
}

/** Lines where text will stand; quick answers never show them. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <div className={styles['loading']} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <span key={row} />
      ))}
    </div>
  );
}

export function Failure({ error, again }: { error: Error; again?: () => void }) {
  const told = error instanceof Refused ? error.told : { detail: error.message, advice: '', code: 'console' };
  return (
    <div className={styles['note']} data-kind="failure" role="alert">
      <h2>{told.detail}</h2>
      {told.advice !== '' && <p>{withCommands(told.advice)}</p>}
      <p className={styles['code']}>{told.code}</p>
      {again && (
        <Button variant="default" size="xs" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** What stands between backticks is to be typed. */
function withCommands(advice: string): ReactNode {
  return advice.split('`').map((part, n) =>
    n % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move
      <code key={n}>{part}</code>
    ),
  );
}

/** Nothing to show: why that is, and what would change it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles['note']}>
      <svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true">
        <path d="M2 22h40" className={styles['line']} />
        <circle cx="22" cy="22" r="9" className={styles['ring']} />
      </svg>
      <h2>{title}</h2>
      {children && <div>{children}</div>}
    </div>
  );
}
