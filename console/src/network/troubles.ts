import type { Interface, Site, Sites, System } from '../ask/sites.ts';
import { type Health, healthOf, healthOfSystem, isBad, lagOf, waitingOf } from '../parts/health.ts';
import { count, fewOf, lasting, titleOf } from '../parts/words.ts';

/** A system that does not do what it should. */
export interface Trouble {
  site: Site;
  system: System;
  health: Health;
  /** `cannot be reached`, `is held: maintenance`. */
  says: string;
  /** Messages that wait for it. */
  waiting: number;
  lagSeconds: number | null;
  /** The hub's own words on it. */
  detail?: string;
}

/** What is wrong now, the worst first: what fails before what is late, what is held on purpose last. */
export function troublesOf({ sites }: Pick<Sites, 'sites'>): Trouble[] {
  const ill = sites.flatMap((site) =>
    site.systems.flatMap((system) => {
      const health = healthOfSystem(system);
      return health === 'well' ? [] : [troubleOf(site, system, health)];
    }),
  );
  const rank = ({ health }: Trouble) => ['failing', 'stopped', 'late', 'held'].indexOf(health);
  return ill.toSorted((a, b) => rank(a) - rank(b) || (b.lagSeconds ?? 0) - (a.lagSeconds ?? 0));
}

function troubleOf(site: Site, system: System, health: Health): Trouble {
  const ill = system.interfaces.filter((each) => healthOf(each) === health);
  const detail = ill.find(({ problem }) => problem)?.problem?.detail;
  return {
    site,
    system,
    health,
    says: wordsOn(health, system, ill),
    waiting: waitingOf(ill),
    lagSeconds: lagOf(ill),
    ...(detail !== undefined && { detail }),
  };
}

function wordsOn(health: Health, { interfaces }: System, ill: readonly Interface[]): string {
  const which =
    ill.length === interfaces.length ? '' : ` with ${fewOf(ill.map(({ id }) => id.split('/')[1]!))}`;
  if (health === 'held') return `is held${which}: ${ill[0]?.hold?.reason ?? 'on purpose'}`;
  if (health === 'late') return `is ${lasting(lagOf(ill) ?? 0)} late${which}`;
  if (health === 'stopped') return `is not worked by any hub${which}`;
  return `fails${which}`;
}

/** One sentence over all of it. */
export function verdictOn(
  { sites }: Pick<Sites, 'sites'>,
  troubles: readonly Trouble[],
): { health: Health; sentence: string } {
  const bad = troubles.filter(({ health }) => isBad(health));
  const [first] = bad;
  const well = sites.filter(({ systems }) => systems.length > 0).length;
  if (first) {
    const others = bad.length === 1 ? '' : `, and ${count(bad.length - 1)} more`;
    return { health: first.health, sentence: `${titleOf(first.system.code)} ${first.says}${others}` };
  }
  const [held] = troubles;
  if (held) return { health: 'held', sentence: `${titleOf(held.system.code)} ${held.says}; all else runs` };
  const sentence =
    well === 1 ? 'The site runs and is up to date' : `All ${count(well)} sites run and are up to date`;
  return { health: 'well', sentence };
}
