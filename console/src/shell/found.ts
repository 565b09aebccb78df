import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { FoundAnswer } from 'api/console/contract.ts';
import { foundBy } from '../ask/found.ts';
import { type Sites, sitesNow } from '../ask/sites.ts';
import { numberIn, sentenceOf, titleOf, wordsOf } from '../parts/words.ts';
import { PAGES, SUBPAGES } from './pages.ts';

export interface Found {
  title: string;
  kind: string;
  href: string;
}

const MOST = 12;

/** Who writes a number has not ended it with each figure: so long nothing is asked, and of so short a text never. */
const PAUSE_MS = 200;
const SHORTEST = 3;

/** What a text may mean, the nearest first. */
export function useFound(text: string): Found[] {
  const { data } = useQuery(sitesNow);
  const [written] = useDebouncedValue(text.trim(), PAUSE_MS);
  const named = useQuery({ ...foundBy(written), enabled: written.length >= SHORTEST });
  return [
    ...find(text, data),
    ...(written === text.trim() ? [...recordsIn(named.data), ...instancesIn(named.data)] : []),
  ];
}

function instancesIn(answer: FoundAnswer | undefined): Found[] {
  return (answer?.instances ?? []).map(({ process, about, status }) => ({
    title: numberIn(about),
    kind: `${sentenceOf(process)}, ${status}`,
    href: `/processes/${encodeURIComponent(process)}/${encodeURIComponent(about)}`,
  }));
}

function recordsIn(answer: FoundAnswer | undefined): Found[] {
  return (answer?.records ?? []).map(({ entity, key, label }) => ({
    title: label,
    kind: sentenceOf(wordsOf(entity)),
    href: `/records?${new URLSearchParams({ entity, key })}`,
  }));
}

function find(text: string, sites: Sites | undefined): Found[] {
  const wanted = text.trim().toLowerCase();
  const places = [...pages(), ...(sites ? landscape(sites) : [])];
  const fits = places.filter(({ title, href }) => `${title} ${href}`.toLowerCase().includes(wanted));
  const begin = ({ title }: Found) => (title.toLowerCase().startsWith(wanted) ? 0 : 1);
  const traced =
    wanted === ''
      ? []
      : [
          {
            title: text.trim(),
            kind: 'Trace this number',
            href: `/trace?key=${encodeURIComponent(text.trim())}`,
          },
        ];
  return [...fits.toSorted((a, b) => begin(a) - begin(b)).slice(0, MOST), ...traced];
}

function pages(): Found[] {
  return [...PAGES, ...SUBPAGES].map(({ to, title, says }) => ({ title, kind: says, href: to }));
}

function landscape({ sites }: Sites): Found[] {
  return sites.flatMap(({ code, kind, systems }) => [
    { title: titleOf(code), kind, href: `/sites/${code}` },
    ...systems.map((system) => ({
      title: titleOf(system.code),
      kind: `${titleOf(system.kind)} at ${titleOf(code)}`,
      href: `/systems/${system.code}`,
    })),
  ]);
}
