import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { System } from '../ask/sites.ts';
import { type Health, healthOfSite, healthOfSystem, lagOf, rateOf } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { amount, minutes, titleOf } from '../parts/words.ts';
import type { Card, MapLayout } from './mapLayout.ts';
import styles from './Network.module.css';

/** What the reader looks at, a site or one system of it, and where that is. */
export interface Looked {
  site: string;
  system?: string;
  place: DOMRect;
}

export type Look = (looked: Looked | undefined) => void;

interface SiteCardProps {
  card: Card;
  detail: MapLayout['detail'];
  look: Look;
}

/** What moves on a card stands beside its links, not in them: of hundreds, a link is the most work to draw. */
export const SiteCard = memo(({ card, detail, look }: SiteCardProps) => {
  const { site, x, y, width, height, above } = card;
  const health = healthOfSite(site);
  const lag = minutes(lagOf(site.systems.flatMap(({ interfaces }) => interfaces)));
  return (
    <section
      className={styles['card']}
      data-health={health}
      data-side={above ? 'above' : 'below'}
      data-detail={detail}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      aria-label={titleOf(site.code)}
    >
      <Head site={site.code} health={health} lag={lag} look={look} />
      {detail === 'systems' && (
        <ul>
          {site.systems.map((system) => (
            <SystemRow key={system.code} site={site.code} system={system} look={look} />
          ))}
        </ul>
      )}
    </section>
  );
});

const Head = memo(
  ({ site, health, lag, look }: { site: string; health: Health; lag: string; look: Look }) => (
    <div className={styles['name']}>
      <Mark health={health} />
      <SiteLink site={site} look={look} />
      <Lag lag={lag} />
    </div>
  ),
);

const Lag = ({ lag }: { lag: string }) => (
  <span className={styles['lag']}>
    {lag} <small>min</small>
  </span>
);

const SiteLink = memo(({ site, look }: { site: string; look: Look }) => (
  <Link to="/sites/$site" params={{ site }} {...looking(look, { site })}>
    {titleOf(site)}
  </Link>
));

function SystemRow({ site, system, look }: { site: string; system: System; look: Look }) {
  return (
    <li className={styles['system']}>
      <Mark health={healthOfSystem(system)} size={11} />
      <SystemLink site={site} system={system.code} look={look} />
      <Lag lag={minutes(lagOf(system.interfaces))} />
      <span className={styles['rate']}>{amount(rateOf(system.interfaces))} a minute</span>
    </li>
  );
}

const SystemLink = memo(({ site, system, look }: { site: string; system: string; look: Look }) => (
  <Link to="/sites/$site" params={{ site }} hash={system} {...looking(look, { site, system })}>
    {titleOf(system)}
  </Link>
));

/** Handlers by which a link tells that the reader looks at what its row is about. */
function looking(look: Look, at: Omit<Looked, 'place'>) {
  const show = ({ currentTarget }: { currentTarget: Element }) =>
    look({ ...at, place: currentTarget.parentElement!.getBoundingClientRect() });
  const hide = () => look(undefined);
  return { onMouseEnter: show, onMouseLeave: hide, onFocus: show, onBlur: hide };
}
