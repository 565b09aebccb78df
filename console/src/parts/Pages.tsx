import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './Pages.module.css';

interface PagesProps {
  label: string;
  /** Where the page that is shown begins; absent: at the first. */
  after: string | undefined;
  /** Where the next one begins; absent: there is none. */
  next: string | undefined;
  /** How much of it is shown. */
  children: ReactNode;
}

/** The ways to the other pages of a list; which one is looked at stands in the address as `after`. */
export function Pages({ label, after, next, children }: PagesProps) {
  return (
    <nav className={styles['pages']} aria-label={label}>
      <span>{children}</span>
      {after !== undefined && <ToPage after={undefined} label="From the first" />}
      {next !== undefined && <ToPage after={next} label="Next" />}
    </nav>
  );
}

function ToPage({ after, label }: { after: string | undefined; label: string }) {
  return (
    <Button
      variant="default"
      size="xs"
      renderRoot={(props) => (
        <Link {...props} to="." search={(now) => ({ ...now, after })} resetScroll={false} />
      )}
    >
      {label}
    </Button>
  );
}
