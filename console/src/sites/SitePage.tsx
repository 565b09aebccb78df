import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type Interface, sitesNow } from '../ask/sites.ts';
import { At } from '../parts/At.tsx';
import { healthOf, healthOfSite } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { amount, count, lasting, titleOf, wordsOf } from '../parts/words.ts';
import styles from './SitePage.module.css';

const route = getRouteApi('/inside/sites/$site');

export function SitePage() {
  const { site: code } = route.useParams();
  const sites = useQuery(sitesNow);
  return (
    <Told of={sites}>
      {(data) => {
        const site = data.sites.find((each) => each.code === code);
        if (!site)
          return (
            <Empty title={`There is no site ${code}`}>
              The landscape that is in force names none of this code.
            </Empty>
          );
        return (
          <>
            <PageHead title={titleOf(code)} mark={<Mark health={healthOfSite(site)} size={22} />}>
              {site.kind} in {site.region.toUpperCase()}, {site.timeZone}
            </PageHead>
            {site.systems.map((system) => (
              <section key={system.code} id={system.code} className={styles['system']}>
                <h2>
                  {titleOf(system.code)}{' '}
                  <small>{system.title ?? `${system.kind.toUpperCase()} by ${system.connector}`}</small>
                </h2>
                <Interfaces site={code} interfaces={system.interfaces} />
              </section>
            ))}
          </>
        );
      }}
    </Told>
  );
}

function Interfaces({ site, interfaces }: { site: string; interfaces: readonly Interface[] }) {
  return (
    <table className={tables['table']}>
      <thead>
        <tr>
          <th>Interface</th>
          <th>Says how it stands</th>
          <th data-number>Lag</th>
          <th data-number>A minute</th>
          <th data-number>Parked</th>
          <th>Last heard or delivered</th>
        </tr>
      </thead>
      <tbody>
        {interfaces.map((each) => {
          const last = each.direction === 'source' ? each.seenAt : each.deliveredAt;
          return (
            <tr key={each.id}>
              <td>
                {each.id.split('/')[1]}{' '}
                <small>
                  {each.direction === 'source' ? 'tells' : 'gets'} {wordsOf(each.entity)}
                </small>
              </td>
              <td>
                <Mark health={healthOf(each)} named />
                {(each.problem ?? each.hold) && <small> {each.problem?.detail ?? each.hold?.reason}</small>}
              </td>
              <td data-number>{each.lagSeconds === null ? '–' : lasting(each.lagSeconds)}</td>
              <td data-number>{each.perMinute === null ? '–' : amount(each.perMinute)}</td>
              <td data-number>{count(each.open.parked)}</td>
              <td>{last ? <At time={last} site={site} as="seconds" /> : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
