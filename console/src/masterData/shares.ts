import type { CompletenessAnswer } from 'api/operations/completeness/contract.ts';
import { systemOfInterface } from '../parts/words.ts';

export type Reference = CompletenessAnswer['references'][number];
export type Translations = CompletenessAnswer['translations'][number];
export type Target = CompletenessAnswer['targets'][number];

/** What is known of one entity in one system. */
export interface Cell {
  reference?: Reference;
  translations: Translations[];
  targets: Target[];
}

export interface CompletenessMatrix {
  /** Systems by their kind; the kind that has most to do with entities first. */
  kinds: { kind: string; systems: string[] }[];
  /** The entities; those that lack something first. */
  rows: { entity: string; cells: ReadonlyMap<string, Cell> }[];
}

/** Entity × system: who has keys for how much, and how much could go to its interfaces. */
export function matrixOf(
  { references, translations, targets }: Omit<CompletenessAnswer, 'measuredAt'>,
  kindOf: (system: string) => string,
): CompletenessMatrix {
  const rows = new Map<string, Map<string, Cell>>();
  const cell = (system: string, entity: string): Cell => {
    const row = rows.get(entity) ?? new Map<string, Cell>();
    rows.set(entity, row);
    const found = row.get(system) ?? { translations: [], targets: [] };
    row.set(system, found);
    return found;
  };
  for (const reference of references) cell(reference.system, reference.entity).reference = reference;
  for (const each of translations) cell(each.system, each.entity).translations.push(each);
  for (const target of targets) cell(systemOfInterface(target.interface), target.entity).targets.push(target);
  return {
    kinds: kindsOf(
      [...rows.values()].flatMap((row) => [...row.keys()]),
      kindOf,
    ),
    rows: [...rows]
      .map(([entity, cells]) => ({
        entity,
        cells,
        rank: Math.min(...[...cells.values()].map((cell) => rankOf(standingOfCell(cell)))),
      }))
      .toSorted((a, b) => a.rank - b.rank || a.entity.localeCompare(b.entity))
      .map(({ entity, cells }) => ({ entity, cells })),
  };
}

/** `told`: a system for each entity it has to do with. */
function kindsOf(told: readonly string[], kindOf: (system: string) => string): CompletenessMatrix['kinds'] {
  const systems = [...new Set(told)].toSorted((a, b) => a.localeCompare(b));
  const entities = (kind: string) => told.filter((system) => kindOf(system) === kind).length;
  return [...Map.groupBy(systems, kindOf)]
    .map(([kind, its]) => ({ kind, systems: its }))
    .toSorted((a, b) => entities(b.kind) / b.systems.length - entities(a.kind) / a.systems.length);
}

export type Standing = 'complete' | 'lacking' | 'below' | 'nothing';

const WORST_FIRST: readonly Standing[] = ['below', 'lacking', 'complete'];

/** As the worst of what it is made of; that not all has a key there is no lack. */
export function standingOfCell({ translations, targets }: Cell): Standing {
  const standings = [
    ...targets.map(standingOf),
    ...translations.map(({ missing }): Standing => (missing > 0 ? 'lacking' : 'complete')),
  ];
  return WORST_FIRST.find((standing) => standings.includes(standing)) ?? 'nothing';
}

/** What lacks something comes first. */
export function rankOf(standing: Standing): number {
  return standing === 'below' ? 0 : standing === 'lacking' ? 1 : 2;
}

/** The least of what could go and of what is translated; null: there is nothing to count. */
export function leastOf({ translations, targets }: Cell): number | null {
  const shares = [...targets, ...translations].flatMap(({ share }) => share ?? []);
  return shares.length === 0 ? null : Math.min(...shares);
}

/** `complete`: all of it. `below`: not enough for its target to go live. */
export function standingOf({ share, goLive, liveAt }: Target): Standing {
  if (share === null) return 'nothing';
  if (goLive !== undefined && liveAt === undefined && share < goLive) return 'below';
  return share === 1 ? 'complete' : 'lacking';
}

/** Rounded down, so that 100 % is all of it. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.floor(share * 1000) / 10} %`;
}
