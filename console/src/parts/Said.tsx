import { useNamed } from './named.ts';
import { Whole } from './Whole.tsx';

/** The hub's own words: sites, systems and interfaces by name, and no code broken at its hyphens. */
export function Said({ children }: { children: string }) {
  return <Whole>{useNamed()(children)}</Whole>;
}
