import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { session } from '../ask/session.ts';
import { type Sites, sitesNow } from '../ask/sites.ts';
import { sayInterface } from './words.ts';

/** Puts names of sites, systems and interfaces where the hub's words have their codes: `0 are at gdansk` → `0 are at Gdansk`. */
export function useNamed(): (text: string) => string {
  const isSignedIn = useQueryClient().getQueryData(session.queryKey) !== undefined;
  // That the sites were refused is told with these words: to ask again would take them away.
  const names = { ...sitesNow, select: codesOf, enabled: isSignedIn, retryOnMount: false };
  const { data: codes = [] } = useQuery(names);
  return useMemo(() => naming(codes), [codes]);
}

function codesOf({ sites }: Sites): string[] {
  return sites.flatMap(({ code, systems }) => [code, ...systems.map((system) => system.code)]);
}

/** Only where a code stands alone, or an interface: a key, a file and what is quoted stay as they are written. */
export function naming(codes: readonly string[]): (text: string) => string {
  if (codes.length === 0) return (text) => text;
  const longestFirst = codes.toSorted((a, b) => b.length - a.length).join('|');
  const alone = new RegExp(
    String.raw`(?<![\w/~.:'"\`-])(?:${longestFirst})(?:/[\w-]+)?(?![\w/~'"\`-]|[.:]\w)`,
    'g',
  );
  return (text) => text.replaceAll(alone, sayInterface);
}
