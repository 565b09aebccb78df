/** A page, as it is called in a sentence. */
interface Place {
  name: string;
  href: string;
}

const PLACES: [command: RegExp, place: (found: RegExpExecArray) => Place][] = [
  [/^keys\b/, () => ({ name: 'Keys and roles', href: '/settings/keys' })],
  [/^work list --kind (\S+)/, ([, kind]) => ({ name: 'Master data', href: `/master-data?kind=${kind}` })],
  [/^work\b/, () => ({ name: 'Master data', href: '/master-data' })],
  [/^match\b/, () => ({ name: 'Master data', href: '/master-data?kind=match' })],
  [/^requests\b/, () => ({ name: 'Master data', href: '/master-data?kind=request' })],
  [/^conflicts\b/, () => ({ name: 'Master data', href: '/master-data?kind=conflict' })],
  [/^process list (\S+)/, ([, process]) => ({ name: 'Processes', href: `/processes/${process}` })],
  [/^trace\b/, () => ({ name: 'Trace', href: '/trace' })],
  [
    /^record (\S+) (\S+)/,
    ([, entity, key]) => ({ name: 'its record', href: `/records?entity=${entity}&key=${key}` }),
  ],
  [/^parked\b/, () => ({ name: 'Exceptions', href: '/exceptions' })],
  [/^status\b/, () => ({ name: 'Systems', href: '/systems' })],
];

/** The page on which is done what a command does; undefined where only the command does it. */
export function placeOf(words: string): Place | undefined {
  const command = /^(?:npx )?lineshaft (.*)$/.exec(words)?.[1];
  if (command === undefined) return undefined;
  for (const [pattern, place] of PLACES) {
    const found = pattern.exec(command);
    if (found) return place(found);
  }
  return undefined;
}
