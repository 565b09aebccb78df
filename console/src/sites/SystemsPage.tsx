import { TextInput, UnstyledButton } from '@mantine/core';
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

/** What systems can be put in order by, the most first. */
const FIGURES = {
  lag: {
    title: 'Lag',
    first: 'those furthest behind',
    of: ({ interfaces }: System) => lagOf(interfaces) ?? -1,
  },
  rate: { title: 'A minute', first: 'the busiest', of: ({ interfaces }: System) => rateOf(interfaces) },
  waiting: {
    title: 'Waits for it',
    first: 'those that most waits for',
    of: ({ interfaces }: System) => waitingOf(interfaces),
  },
  parked: {
    title: 'Parked',
    first: 'those with most parked',
    of: ({ interfaces }: System) => openOf(interfaces),
  },
};
type Figure = keyof typeof FIGURES;

/** All systems, those that need a look first, or those with most of a figure. */
export function SystemsPage() {
  const { text = '', by } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: { text?: string | undefined; by?: string | undefined }) =>
    void navigate({ search: given({ text: text || undefined, by, ...part }), replace: true });
  const figure = by !== undefined && by in FIGURES ? (by as Figure) : undefined;
  return (
    <>
      <PageHead title="Systems">
        All systems and their sites, {figure === undefined ? 'those that need a look' : FIGURES[figure].first}{' '}
        first.
      </PageHead>
      <TextInput
        className={styles['narrow']!}
        aria-label="Narrow by name, site or region"
        placeholder="A system, site or region …"
        value={text}
        onChange={({ currentTarget: { value } }) => change({ text: value || undefined })}
      />
      <Told of={useQuery(sitesNow)} rows={10}>
        {({ sites }) => <Systems all={sites} text={text} by={figure} order={(by) => change({ by })} />}
      </Told>
    </>
  );
}

interface SystemsProps {
  all: readonly Site[];
  text: string;
  by: Figure | undefined;
  /** Puts them in another order. */
  order: (by: Figure | undefined) => void;
}

function Systems({ all, text, by, order }: SystemsProps) {
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
            {(Object.keys(FIGURES) as Figure[]).map((figure) => (
              <th key={figure} data-number aria-sort={figure === by ? 'descending' : undefined}>
                <UnstyledButton
                  className={styles['order']}
                  title={figure === by ? 'Those that need a look first' : 'The most first'}
                  onClick={() => order(figure === by ? undefined : figure)}
                >
                  <span aria-hidden="true">↓</span>
                  {FIGURES[figure].title}
                </UnstyledButton>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {placed
            .toSorted(
              (a, b) =>
                (by === undefined ? 0 : FIGURES[by].of(b.system) - FIGURES[by].of(a.system)) ||
                worstFirst(healthOfSystem(a.system), healthOfSystem(b.system)),
            )
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
