import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../ask/ask.ts';
import { Advice } from './Advice.tsx';
import { useNamed } from './named.ts';
import styles from './Told.module.css';

/** What a query gave, or in its place that it is on its way, or why it did not come. */
export function Told<T>({
  of,
  children,
  rows = 4,
  page = false,
}: {
  of: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  rows?: number;
  /** It is all of the page. */
  page?: boolean;
}) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure error={of.error} again={() => void of.refetch()} page={page} />;
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

interface FailureProps {
  error: Error;
  again?: () => void;
  page?: boolean;
}

export function Failure({ error, again, page = false }: FailureProps) {
  const Heading = page ? 'h1' : 'h2';
  const named = useNamed();
  const told = error instanceof Refused ? error.told : { detail: error.message, advice: '', code: 'console' };
  return (
    <div className={styles['note']} data-kind="failure" role="alert">
      <Heading>{named(told.detail)}</Heading>
      {told.advice !== '' && (
        <p>
          <Advice>{told.advice}</Advice>
        </p>
      )}
      <p className={styles['code']}>{told.code}</p>
      {again && (
        <Button variant="default" size="xs" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Nothing to show: why that is, and what would change it. */
export function Empty({
  title,
  page = false,
  children,
}: {
  title: string;
  /** It is all of the page. */
  page?: boolean;
  children?: ReactNode;
}) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className={styles['note']}>
      <svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true">
        <path d="M2 22h40" className={styles['line']} />
        <circle cx="22" cy="22" r="9" className={styles['ring']} />
      </svg>
      <Heading>{title}</Heading>
      {children && <div>{children}</div>}
    </div>
  );
}
