import { Link } from '@tanstack/react-router';
import type { System } from '../ask/sites.ts';
import { healthOfSite, healthOfSystem, lagOf, rateOf } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { amount, minutes, titleOf } from '../parts/words.ts';
import type { Card, MapLayout } from './mapLayout.ts';
import styles from './Network.module.css';

interface SiteCardProps {
  card: Card;
  detail: MapLayout['detail'];
  /** Told which system the reader looks at, and where it is. */
  look: (system: System | undefined, place?: DOMRect) => void;
}

export function SiteCard({ card, detail, look }: SiteCardProps) {
  const { site, x, y, width, height, above } = card;
  const health = healthOfSite(site);
  const lag = lagOf(site.systems.flatMap(({ interfaces }) => interfaces));
  return (
    <section
      className={styles['card']}
      data-health={health}
      data-side={above ? 'above' : 'below'}
      data-detail={detail}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      aria-label={titleOf(site.code)}
    >
      <Link to="/sites/$site" params={{ site: site.code }} className={styles['name']}>
        <Mark health={health} />
        <strong>{titleOf(site.code)}</strong>
        <span className={styles['lag']}>
          {minutes(lag)} <small>min</small>
        </span>
      </Link>
      {detail === 'systems' && (
        <ul>
          {site.systems.map((system) => (
            <SystemRow key={system.code} site={site.code} system={system} look={look} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SystemRow({ site, system, look }: { site: string; system: System; look: SiteCardProps['look'] }) {
  const show = ({ currentTarget }: { currentTarget: Element }) =>
    look(system, currentTarget.getBoundingClientRect());
  const hide = () => look(undefined);
  return (
    <li>
      <Link
        to="/sites/$site"
        params={{ site }}
        hash={system.code}
        className={styles['system']}
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
      >
        <Mark health={healthOfSystem(system)} size={11} />
        <span className={styles['code']}>{titleOf(system.code)}</span>
        <span className={styles['rate']}>
          {amount(rateOf(system.interfaces))}
          <small>/min</small>
        </span>
      </Link>
    </li>
  );
}
