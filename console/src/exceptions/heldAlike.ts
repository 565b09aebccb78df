import type { Interface, Sites, System } from '../ask/sites.ts';

/** Interfaces of one system that one and the same thing holds. */
export interface Held {
  site: string;
  system: string;
  /** Their names; undefined: all that the system has. */
  interfaces: string[] | undefined;
  hold: NonNullable<Interface['hold']>;
  /** Entries that wait for its targets; undefined: only its sources are held. */
  waiting: number | undefined;
  /** When the last of its targets has caught up; undefined: it cannot be told, or there is nothing to. */
  caughtUpAt: string | undefined;
  untold: string | undefined;
}

export function heldWork({ sites }: Pick<Sites, 'sites'>): Held[] {
  return sites.flatMap(({ code, systems }) => systems.flatMap((system) => heldOf(code, system)));
}

function heldOf(site: string, system: System): Held[] {
  const held = system.interfaces.filter(({ hold }) => hold);
  const alike = Map.groupBy(held, ({ hold }) => [hold!.state, hold!.reason, hold!.until].join('\n'));
  return [...alike.values()].map((interfaces) => {
    const holds = interfaces.map(({ hold }) => hold!);
    return {
      site,
      system: system.code,
      interfaces:
        interfaces.length === system.interfaces.length
          ? undefined
          : interfaces.map(({ id }) => id.split('/')[1]!),
      hold: holds.reduce((first, each) => (each.since < first.since ? each : first)),
      ...caughtUp(interfaces),
    };
  });
}

function caughtUp(interfaces: readonly Interface[]): Pick<Held, 'waiting' | 'caughtUpAt' | 'untold'> {
  const backlogs = interfaces.flatMap(({ backlog }) => backlog ?? []);
  const full = backlogs.filter(({ entries }) => entries > 0);
  const ends = full.map(({ caughtUpAt }) => caughtUpAt);
  return {
    waiting: backlogs.length === 0 ? undefined : backlogs.reduce((sum, { entries }) => sum + entries, 0),
    caughtUpAt: ends.includes(null) ? undefined : (ends.toSorted().at(-1) ?? undefined),
    untold: (full.find((each) => each.caughtUpAt === null) ?? backlogs[0])?.untold,
  };
}
