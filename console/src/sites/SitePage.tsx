import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { sitesNow } from '../ask/sites.ts';
import { healthOfSite } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { regionOf } from '../parts/regions.ts';
import { Empty, Told } from '../parts/Told.tsx';
import { titleOf } from '../parts/words.ts';
import { Interfaces } from './Interfaces.tsx';
import styles from './SitePage.module.css';
import { sayKind } from './sayKind.ts';

const route = getRouteApi('/inside/sites/$site');

export function SitePage() {
  const { site: code } = route.useParams();
  const sites = useQuery(sitesNow);
  return (
    <Told of={sites} page>
      {(data) => {
        const site = data.sites.find((each) => each.code === code);
        if (!site)
          return (
            <PageHead title={`There is no site ${code}`}>
              The landscape that is in force names none of this code.
            </PageHead>
          );
        return (
          <>
            <PageHead
              title={titleOf(code)}
              {...(site.systems.length > 0 && { mark: <Mark health={healthOfSite(site)} size={22} /> })}
            >
              {site.kind} in {regionOf(site.region)}, by the clock of {cityOf(site.timeZone)}
            </PageHead>
            {site.systems.length === 0 && (
              <Empty title={`No system stands at ${titleOf(code)} yet`}>
                Describe one in <code>systems/</code> of the landscape with <code>site: {code}</code>.
              </Empty>
            )}
            {site.systems.map((system) => (
              <section key={system.code} id={system.code} className={styles['system']}>
                <h2>
                  <Link to="/systems/$system" params={{ system: system.code }}>
                    {titleOf(system.code)}
                  </Link>{' '}
                  <small>{sayKind(system)}</small>
                </h2>
                <Interfaces site={code} system={system.code} interfaces={system.interfaces} />
              </section>
            ))}
          </>
        );
      }}
    </Told>
  );
}

/** `America/New_York` → `New York`. */
function cityOf(timeZone: string): string {
  return timeZone.split('/').at(-1)!.replaceAll('_', ' ');
}
