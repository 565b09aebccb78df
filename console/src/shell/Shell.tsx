import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { followLive, type Link as Liveness } from '../ask/live.ts';
import { session } from '../ask/session.ts';
import { titleOf } from '../parts/words.ts';
import { Finder } from './Finder.tsx';
import { Preferences } from './Preferences.tsx';
import { PAGES } from './pages.ts';
import styles from './Shell.module.css';
import { Wordmark } from './Wordmark.tsx';

/** The rail on the left, and the page. */
export function Shell() {
  const { data } = useQuery(session);
  const liveness = useLive();
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#page">
        To the page
      </a>
      <aside className={styles['rail']} aria-label="Pages and preferences">
        <Link to="/" className={styles['home']} aria-label="Lineshaft, Network">
          <Wordmark />
        </Link>
        <p className={styles['enterprise']}>{titleOf(data?.enterprise ?? '')}</p>
        <Finder />
        <nav aria-label="Pages">
          {PAGES.map(({ to, title }) => (
            <Link key={to} to={to} className={styles['page']} activeOptions={{ exact: to === '/' }}>
              {title}
            </Link>
          ))}
        </nav>
        <div className={styles['foot']}>
          <p className={styles['live']} data-link={liveness} role="status">
            {liveness === 'live' ? 'Live' : 'The hub is away; waiting for it'}
          </p>
          <Preferences actor={data?.name ?? ''} />
        </div>
      </aside>
      <main id="page" className={styles['main']} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function useLive(): Liveness {
  const client = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>('live');
  useEffect(() => followLive(client, setLiveness), [client]);
  return liveness;
}
