import type { Landscape } from './landscape/landscape.ts';

/** The landscape that runs, whichever that is: whoever holds it sees the next one from the moment it runs. */
export function liveLandscape(now: () => Landscape): Landscape {
  const names = Object.keys(now()) as (keyof Landscape)[];
  const live = {};
  for (const name of names) Object.defineProperty(live, name, { enumerable: true, get: () => now()[name] });
  return live as Landscape;
}
