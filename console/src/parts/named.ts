import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { session } from '../ask/session.ts';
import { type Sites, sitesNow } from '../ask/sites.ts';
import { sayInterface, stepsOf } from './words.ts';

/** Puts names where the hub's words have codes, of sites, systems, interfaces, entities and attributes: `0 are at gdansk` → `0 are at Gdansk`. */
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

/** Only where a code stands alone: a key, a file and what is quoted stay as they are written. */
export function naming(codes: readonly string[]): (text: string) => string {
  if (codes.length === 0) return inWords;
  const longestFirst = codes.toSorted((a, b) => b.length - a.length).join('|');
  const alone = new RegExp(`${BEFORE}(?:${longestFirst})(?:/[\\w-]+)?${AFTER}`, 'g');
  return (text) => inWords(text).replaceAll(alone, sayInterface);
}

const BEFORE = String.raw`(?<![\w/~.:'"\`-])`;
const AFTER = String.raw`(?![\w/~'"\`-]|[.:]\w)`;

/** `salesOrder`, `sites.gdansk.leadTimes`, `identifiers[0].value`. */
const ATTRIBUTE = new RegExp(
  String.raw`${BEFORE}[a-z][A-Za-z]*(?:\[[\d…]+\]|\.[A-Za-z][\w-]*)*${AFTER}`,
  'g',
);

function inWords(text: string): string {
  return text.replaceAll(ATTRIBUTE, (name) => (isAttribute(name) ? stepsOf(name).join(' ') : name));
}

/** A plain word is none, nor is a file's name. */
function isAttribute(name: string): boolean {
  return /[a-z][A-Z]|\[|^sites\.|^bom\b/.test(name);
}
