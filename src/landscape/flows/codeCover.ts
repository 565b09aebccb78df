import { namedPath, overlap } from '../../mapping/carries.ts';
import { compileMapping } from '../../mapping/compile.ts';
import type { Lineage } from '../../mapping/mapping.ts';
import type { Problem } from '../../vocabulary/problem.ts';
import { breach } from '../connectivity/breach.ts';
import type { CodeTable, TargetInterface } from '../landscape.ts';
import { type Flow, type Flows, reaches, sourcesOf, targetsOf } from './flows.ts';

type Target = Flow<TargetInterface>;

/**
 * Translations of a target that lack values which another system's translations bring in: they would go out as they are, in the hub's own
 * words. What a `where:` looks at is left to it, since it may keep them back.
 */
export function findUncovered(flows: Flows, all: readonly Flow[]): Problem[] {
  const gaps = new Map<string, Gap>();
  for (const target of targetsOf(all))
    for (const row of target.mapping.lineage())
      for (const list of listsIn(row)) noteGaps(flows, all, target, row, list, gaps);
  return [...gaps.values()].map(toProblem);
}

interface Gap {
  table: CodeTable;
  target: string;
  /** Canonical value → the table and interface it comes from. */
  missing: Map<string, { table: CodeTable; source: string }>;
}

function noteGaps(
  flows: Flows,
  all: readonly Flow[],
  target: Target,
  row: Lineage,
  list: string,
  gaps: Map<string, Gap>,
): void {
  const table = tableOf(flows, list, target.system.code);
  if (table === undefined || isChosen(flows, target, row)) return;
  const known = new Set(
    tablesOf(flows, list, target.system.code).flatMap(({ values }) => [...values.values()]),
  );
  for (const { table: theirs, source } of incoming(flows, all, target, row, list))
    for (const value of theirs.values.values()) {
      if (known.has(value)) continue;
      const gap = gaps.get(table.file) ?? { table, target: target.interface.id, missing: new Map() };
      if (!gap.missing.has(value)) gap.missing.set(value, { table: theirs, source });
      gaps.set(table.file, gap);
    }
}

function toProblem({ table, target, missing }: Gap): Problem {
  const [value, { table: theirs, source }] = [...missing][0]!;
  const rest = [...missing.keys()].slice(1);
  const more = rest.length === 0 ? '' : ` (so for ${rest.map((each) => `\`${each}\``).join(', ')})`;
  return breach(
    table,
    `${target} may send \`${value}\`, which the code list ${table.list} has no translation of for ${table.system}: ${source} brings it in by ${theirs.file}${more}`,
    `Say how ${table.system} writes ${missing.size === 1 ? 'it' : 'them'}, also where it is the same word, or keep back by \`where:\` what ${table.system} has no word for.`,
  );
}

/** The translations by which other systems bring in what the row sends. */
function* incoming(flows: Flows, all: readonly Flow[], target: Target, row: Lineage, list: string) {
  const sent = row.sources.map((source) => namedPath(source).slice(1));
  for (const source of sourcesOf(all).filter((each) => reaches(flows, each, target))) {
    const { system, interface: its, mapping } = source;
    const told = mapping.lineage().filter((each) => listsIn(each).includes(list));
    if (!told.some((each) => sent.some((path) => overlap(namedPath(each.target), path)))) continue;
    for (const table of tablesOf(flows, list, system.code)) yield { table, source: its.id };
  }
}

/** Whether the target's condition looks at what the row is made of. */
function isChosen({ model }: Flows, { interface: its }: Target, row: Lineage): boolean {
  if (its.where === undefined) return false;
  const where = compileMapping(its.id, its.where, model);
  if ('code' in where) return false;
  const looked = where.lineage().flatMap(({ sources }) => sources.map(namedPath));
  return row.sources.some((source) => looked.some((path) => overlap(path, namedPath(source))));
}

/** Lists by which a row translates what it is given. */
function listsIn({ via }: Lineage): string[] {
  return via.flatMap((each) => /^\$code\('([^']+)'\)$/.exec(each)?.[1] ?? []);
}

function tableOf(flows: Flows, list: string, system: string): CodeTable | undefined {
  return tablesOf(flows, list, system)[0];
}

function tablesOf({ landscape }: Flows, list: string, system: string): CodeTable[] {
  return landscape.translated.filter((each) => each.list === list && each.system === system);
}
