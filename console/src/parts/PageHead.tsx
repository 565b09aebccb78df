import type { ReactNode } from 'react';
import styles from './PageHead.module.css';

interface PageHeadProps {
  title: ReactNode;
  mark?: ReactNode;
  /** One line under the title. */
  children?: ReactNode;
  /** What can be done here, on the right. */
  actions?: ReactNode;
}

export function PageHead({ title, mark, children, actions }: PageHeadProps) {
  return (
    <header className={styles['head']}>
      {typeof title === 'string' && <title>{`${title} · Lineshaft`}</title>}
      <div>
        <h1>
          {mark} {title}
        </h1>
        {children && <p>{children}</p>}
      </div>
      {actions && <div className={styles['actions']}>{actions}</div>}
    </header>
  );
}
