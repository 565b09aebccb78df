import { Link } from '@tanstack/react-router';
import type { Sites } from '../ask/sites.ts';
import { At } from '../parts/At.tsx';
import { Mark } from '../parts/Mark.tsx';
import { useNamed } from '../parts/named.ts';
import { many, titleOf } from '../parts/words.ts';
import styles from './Network.module.css';
import { type Trouble, troublesOf, verdictOn } from './troubles.ts';

const MOST = 4;

/** What is wrong now, to be read from two metres away. */
export function Troubles({ sites }: { sites: Sites }) {
  const troubles = troublesOf(sites);
  const { health, sentence } = verdictOn(sites, troubles);
  return (
    <section className={styles['verdict']} data-health={health} aria-label="What is wrong now">
      <h1 aria-live="polite">
        <Mark health={health} size={34} />
        {sentence}
      </h1>
      {troubles.length > 0 && (
        <ul>
          {troubles.slice(0, MOST).map((trouble) => (
            <TroubleRow key={trouble.system.code} trouble={trouble} now={Date.parse(sites.at)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function TroubleRow({
  trouble: { site, system, health, says, waiting, lagSeconds, detail },
  now,
}: {
  trouble: Trouble;
  now: number;
}) {
  const named = useNamed();
  return (
    <li>
      <Mark health={health} />
      <Link to="/sites/$site" params={{ site: site.code }} hash={system.code}>
        {titleOf(system.code)}, {titleOf(site.code)}
      </Link>
      <span>
        {says}
        {lagSeconds !== null && lagSeconds > 60 && (
          <>
            , since <At time={new Date(now - lagSeconds * 1000).toISOString()} site={site.code} />
          </>
        )}
        {waiting > 0 && `; ${many(waiting, 'message waits', 'messages wait')}`}
      </span>
      {detail && <small>{named(detail)}</small>}
    </li>
  );
}
