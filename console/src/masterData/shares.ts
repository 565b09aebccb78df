import type { CompletenessAnswer } from 'api/operations/completeness/contract.ts';

type Reference = CompletenessAnswer['references'][number];
type Translations = CompletenessAnswer['translations'][number];
type Target = CompletenessAnswer['targets'][number];

/** What is known of one entity in one system. */
export interface Cell {
  reference?: Reference;
  translations: Translations[];
  targets: Target[];
}

export interface CompletenessMatrix {
  entities: string[];
  rows: { system: string; cells: Map<string, Cell> }[];
}

/** System × entity: who has keys for how much, and how much could go to its interfaces. */
export function matrixOf({ references, translations, targets }: CompletenessAnswer): CompletenessMatrix {
  const cells = new Map<string, Map<string, Cell>>();
  const cell = (system: string, entity: string): Cell => {
    const row = cells.get(system) ?? new Map<string, Cell>();
    cells.set(system, row);
    const found = row.get(entity) ?? { translations: [], targets: [] };
    row.set(entity, found);
    return found;
  };
  for (const reference of references) cell(reference.system, reference.entity).reference = reference;
  for (const each of translations) cell(each.system, each.entity).translations.push(each);
  for (const target of targets) cell(target.interface.split('/', 1)[0]!, target.entity).targets.push(target);
  return {
    entities: [...new Set([...cells.values()].flatMap((row) => [...row.keys()]))].toSorted(),
    rows: [...cells]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([system, its]) => ({ system, cells: its })),
  };
}

/** `complete`: all of it. `below`: not enough for its target to go live. */
export function standingOf({ share, goLive, liveAt }: Target): 'complete' | 'lacking' | 'below' | 'nothing' {
  if (share === null) return 'nothing';
  if (goLive !== undefined && liveAt === undefined && share < goLive) return 'below';
  return share === 1 ? 'complete' : 'lacking';
}

/** Rounded down, so that 100 % is all of it. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.floor(share * 1000) / 10} %`;
}
