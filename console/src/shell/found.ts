import { useQuery } from '@tanstack/react-query';
import { type Sites, sitesNow } from '../ask/sites.ts';
import { titleOf } from '../parts/words.ts';
import { PAGES } from './pages.ts';

export interface Found {
  title: string;
  kind: string;
  href: string;
}

const MOST = 12;

/** What a text may mean, the nearest first. */
export function useFound(text: string): Found[] {
  const { data } = useQuery(sitesNow);
  return find(text, data);
}

function find(text: string, sites: Sites | undefined): Found[] {
  const wanted = text.trim().toLowerCase();
  const places = [...pages(), ...(sites ? landscape(sites) : [])];
  const fits = places.filter(({ title, href }) => `${title} ${href}`.toLowerCase().includes(wanted));
  const begin = ({ title }: Found) => (title.toLowerCase().startsWith(wanted) ? 0 : 1);
  return fits.toSorted((a, b) => begin(a) - begin(b)).slice(0, MOST);
}

function pages(): Found[] {
  return PAGES.map(({ to, title, says }) => ({ title, kind: says, href: to }));
}

function landscape({ sites }: Sites): Found[] {
  return sites.flatMap(({ code, kind, systems }) => [
    { title: titleOf(code), kind, href: `/sites/${code}` },
    ...systems.map((system) => ({
      title: titleOf(system.code),
      kind: `${system.kind.toUpperCase()} at ${titleOf(code)}`,
      href: `/sites/${code}#${system.code}`,
    })),
  ]);
}
