import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Site, type System, sitesNow } from '../ask/sites.ts';
import { given } from '../parts/given.ts';
import { healthOfSystem, lagOf, openOf, rateOf, waitingOf, worstFirst } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { regionOf } from '../parts/regions.ts';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import { amount, count, lasting, many, titleOf } from '../parts/words.ts';
import styles from './SystemsPage.module.css';
import { sayKind } from './sayKind.ts';

const route = getRouteApi('/inside/systems');

interface Placed {
  site: Site;
  system: System;
}

/** All systems, those that need a look first. */
export function SystemsPage() {
  const { text = '' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHead title="Systems">All systems and their sites; what needs a look comes first.</PageHead>
      <TextInput
        className={styles['narrow']!}
        aria-label="Narrow by name, site or region"
        placeholder="A system, site or region …"
        value={text}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: given({ text: value || undefined }), replace: true })
        }
      />
      <Told of={useQuery(sitesNow)} rows={10}>
        {({ sites }) => <Systems all={sites} text={text} />}
      </Told>
    </>
  );
}

function Systems({ all, text }: { all: readonly Site[]; text: string }) {
  const placed = all
    .flatMap((site) => site.systems.map((system): Placed => ({ site, system })))
    .filter((each) => wordsOn(each).includes(text.trim().toLowerCase()));
  if (placed.length === 0)
    return text === '' ? (
      <Empty title="No system is on the line yet">
        Describe one in <code>systems/</code> of the landscape; it stands here as soon as that is in force.
      </Empty>
    ) : (
      <Empty title={`Nothing is called ${text}`}>
        Any part of the name of a system, a site or a region finds it.
      </Empty>
    );
  return (
    <Wide label="Systems">
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>System</th>
            <th>Site</th>
            <th>Health</th>
            <th data-number>Lag</th>
            <th data-number>A minute</th>
            <th data-number>Waits for it</th>
            <th data-number>Parked</th>
          </tr>
        </thead>
        <tbody>
          {placed
            .toSorted((a, b) => worstFirst(healthOfSystem(a.system), healthOfSystem(b.system)))
            .map((each) => (
              <SystemRow key={each.system.code} {...each} />
            ))}
        </tbody>
      </table>
    </Wide>
  );
}

function SystemRow({ site, system }: Placed) {
  const { code, interfaces } = system;
  const lag = lagOf(interfaces);
  const hold = interfaces.find((each) => each.hold)?.hold;
  return (
    <tr>
      <td>
        <Link to="/systems/$system" params={{ system: code }}>
          {titleOf(code)}
        </Link>{' '}
        <small>
          {sayKind(system)}, {many(interfaces.length, 'interface')}
        </small>
      </td>
      <td data-whole>
        <Link to="/sites/$site" params={{ site: site.code }}>
          {titleOf(site.code)}
        </Link>{' '}
        <small>{regionOf(site.region)}</small>
      </td>
      <td>
        <Mark health={healthOfSystem(system)} named />
        {hold && <small> {hold.reason}</small>}
      </td>
      <td data-number>{lag === null ? '–' : lasting(lag)}</td>
      <td data-number>{amount(rateOf(interfaces))}</td>
      <td data-number>{count(waitingOf(interfaces))}</td>
      <td data-number>{count(openOf(interfaces))}</td>
    </tr>
  );
}

/** By what one is found. */
function wordsOn({ site, system }: Placed): string {
  const { code, title = '', kind } = system;
  return [code, titleOf(code), title, kind, titleOf(site.code), site.code, regionOf(site.region)]
    .join(' ')
    .toLowerCase();
}
