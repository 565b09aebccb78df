import { useQuery } from '@tanstack/react-query';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { type Sites, sitesNow } from '../ask/sites.ts';
import { regionOf } from '../parts/regions.ts';
import { Empty, Told } from '../parts/Told.tsx';
import { count } from '../parts/words.ts';
import { Figures } from './Figures.tsx';
import { Flow } from './Flow.tsx';
import { LastHourOfSite, LastHourOfSystem } from './LastHour.tsx';
import { layMap } from './mapLayout.ts';
import styles from './Network.module.css';
import { type Looked, SiteCard } from './SiteCard.tsx';
import { Troubles } from './Troubles.tsx';
import { useInSteps } from './useInSteps.ts';
import { usePlace } from './usePlace.ts';

export function NetworkPage() {
  const sites = useQuery(sitesNow);
  return (
    <Told of={sites} rows={8} page>
      {(data) =>
        data.sites.some(({ systems }) => systems.length > 0) ? (
          <>
            <title>Network · Lineshaft</title>
            <Troubles sites={data} />
            <Figures sites={data} />
            <Drawn sites={data} />
          </>
        ) : (
          <Empty title="No system is on the line yet" page>
            Describe one in <code>systems/</code> of the landscape; it shows here as soon as that is in force.
          </Empty>
        )
      }
    </Told>
  );
}

/** Hundreds of cards are drawn anew in pieces, between which the page moves on. */
function Drawn({ sites }: { sites: Sites }) {
  return <Living sites={useDeferredValue(sites)} />;
}

/** The enterprise as it runs. */
const Living = memo(({ sites }: { sites: Sites }) => {
  const { ref, width, top } = usePlace();
  const layout = useMemo(() => layMap(sites, Math.max(width, 600)), [sites, width]);
  const inSight = layout.cards.filter(({ y }) => top + y < window.innerHeight).length;
  const cards = layout.cards.slice(0, useInSteps(inSight, layout.cards.length));
  const [looked, look] = useState<Looked>();
  return (
    <section ref={ref} className={styles['map']} aria-label="Map of the enterprise">
      <div style={{ height: layout.height, position: 'relative' }}>
        {width > 0 && <Flow layout={layout} />}
        {width > 0 &&
          layout.regions.map(({ code, x, y }) => (
            <h2 key={code} className={styles['region']} style={{ transform: `translate(${x}px, ${y}px)` }}>
              {regionOf(code)}
            </h2>
          ))}
        {width > 0 &&
          cards.map((card) => (
            <SiteCard key={card.site.code} card={card} detail={layout.detail} look={look} />
          ))}
        <p className={styles['line']}>
          The line: <strong>{count(sites.head)}</strong> entries in the ledger
        </p>
      </div>
      {looked && <LastHour sites={sites} looked={looked} />}
    </section>
  );
});

function LastHour({ sites, looked: { site: code, system: its, place } }: { sites: Sites; looked: Looked }) {
  const site = sites.sites.find((each) => each.code === code);
  const system = site?.systems.find((each) => each.code === its);
  if (system) return <LastHourOfSystem system={system} place={place} />;
  return site && its === undefined ? <LastHourOfSite site={site} place={place} /> : null;
}
