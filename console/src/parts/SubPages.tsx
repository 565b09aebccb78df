import { Link, type LinkProps } from '@tanstack/react-router';
import styles from './SubPages.module.css';

interface SubPagesProps {
  label: string;
  pages: readonly { to: NonNullable<LinkProps['to']>; title: string }[];
}

/** The parts of a page that have addresses of their own. */
export function SubPages({ label, pages }: SubPagesProps) {
  return (
    <nav className={styles['pages']} aria-label={label}>
      {pages.map(({ to, title }) => (
        <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
