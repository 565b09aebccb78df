import type { CodeList } from '../quality/checker.ts';
import { nearest } from '../vocabulary/nearest.ts';
import { isOwnList } from '../vocabulary/ownList.ts';
import type { Problem } from '../vocabulary/problem.ts';
import { type CodeSettings, codeSettings } from './codeSettings.ts';
import { fitSettings } from './fit.ts';
import type { CodeAddition, CodeTable, CodeTranslations } from './landscape.ts';
import { refuse, unknownWord } from './report.ts';
import { child, type YamlFile } from './yaml.ts';

type CodeLists = ReadonlyMap<string, CodeList>;

/** One file of translations, its list, system and canonical values known. */
export function compileCodes(
  yaml: YamlFile,
  lists: CodeLists,
  systems: ReadonlySet<string>,
  problems: Problem[],
): CodeTable | undefined {
  const { value, misfits } = fitSettings(codeSettings, yaml.value, '', yaml);
  problems.push(...misfits.map((m) => refuse(yaml, m)));
  if (misfits.length > 0) return undefined;
  const settings = value as unknown as CodeSettings;
  if (!systems.has(settings.system))
    problems.push(unknownWord('system', settings.system, systems, yaml, '/system'));
  const list = lists.get(settings.list);
  if (list !== undefined) problems.push(...checkValues(settings, list, yaml));
  else if (!isOwnList(settings.list, lists))
    problems.push(unknownWord('code list', settings.list, lists.keys(), yaml, '/list'));
  return {
    list: settings.list,
    system: settings.system,
    values: new Map(inFileOrder(settings.values, yaml)),
    file: yaml.file,
    line: yaml.keyAt('/values').line,
  };
}

/** JavaScript puts names of digits (`10`, `9`) first and in order of size; the file's order decides what goes out. */
function inFileOrder(values: Record<string, string>, yaml: YamlFile): [string, string][] {
  const placed = Object.entries(values).map((entry) => ({
    entry,
    ...yaml.keyAt(child('/values', entry[0])),
  }));
  return placed.sort((a, b) => a.line - b.line || a.column - b.column).map(({ entry }) => entry);
}

/** A local value may be translated once per list and system, also over several files. */
export function checkOverlaps(tables: { table: CodeTable; yaml: YamlFile }[]): Problem[] {
  const seen = new Map<string, { canonical: string; file: string }>();
  return tables.flatMap(({ table, yaml }) =>
    [...table.values].flatMap(([local, canonical]) => {
      const id = JSON.stringify([table.list, table.system, local]);
      const other = seen.get(id);
      if (other === undefined) seen.set(id, { canonical, file: yaml.file });
      if (other === undefined) return [];
      const detail = `\`${local}\` is translated to \`${other.canonical}\` in ${other.file} already`;
      return [
        refuse(yaml, { pointer: child('/values', local), at: 'key', detail, advice: 'Keep one of the two.' }),
      ];
    }),
  );
}

/**
 * A closed list, and one without a default for unknown values, takes only what the model knows. An open list takes
 * new values, but not one that looks like a slip of a known one.
 */
function checkValues(settings: CodeSettings, list: CodeList, yaml: YamlFile): Problem[] {
  if (list.values.size === 0) return [];
  const isStrict = list.kind === 'closed' || list.fallback === undefined;
  return Object.entries(settings.values).flatMap(([local, canonical]) => {
    if (list.values.has(canonical)) return [];
    const isSlip = nearest(canonical, list.values.keys()) !== undefined;
    if (!isStrict && !isSlip) return [];
    return [
      unknownWord(
        `value of the list ${list.name}`,
        canonical,
        list.values.keys(),
        yaml,
        child('/values', local),
      ),
    ];
  });
}

/** Lookups in the order: the system's own translation, the aliases that the model ships, the canonical value itself. */
export function codeTranslations(tables: readonly CodeTable[], lists: CodeLists): CodeTranslations {
  const inbound = new Map<string, Map<string, string>>();
  const outbound = new Map<string, Map<string, string>>();
  const declared = new Map<string, Set<string>>();
  const keep = ({ list, system, value, canonical }: CodeAddition) => {
    const into = at(inbound, list, system);
    if (!into.has(value)) into.set(value, canonical);
    const out = at(outbound, list, system);
    if (!out.has(canonical)) out.set(canonical, value);
    declared.set(list, (declared.get(list) ?? new Set()).add(canonical));
  };
  for (const { list, system, values } of tables)
    for (const [value, canonical] of values) keep({ list, system, value, canonical });
  const canonicalItself = (list: string, value: string) =>
    lists.get(list)?.values.has(value) || declared.get(list)?.has(value) ? value : undefined;
  return {
    toCanonical: (list, system, value) =>
      inbound.get(`${list}\n${system}`)?.get(value) ??
      lists.get(list)?.aliases.get(value) ??
      canonicalItself(list, value),
    toLocal: (list, system, value) =>
      outbound.get(`${list}\n${system}`)?.get(value) ?? canonicalItself(list, value),
    locals: (list, system) => [
      ...(inbound.get(`${list}\n${system}`)?.keys() ?? []),
      ...(lists.get(list)?.aliases.keys() ?? []),
      ...(lists.get(list)?.values.keys() ?? []),
    ],
    learn: (additions) => {
      for (const addition of additions) keep(addition);
    },
  };
}

function at(tables: Map<string, Map<string, string>>, list: string, system: string): Map<string, string> {
  const id = `${list}\n${system}`;
  const table = tables.get(id) ?? new Map<string, string>();
  tables.set(id, table);
  return table;
}

/** A value that was met, and which way: `in`, the system's own; `out`, a canonical one on its way to the system. */
export interface MetValue {
  list: string;
  value: string;
  system: string;
  direction: 'in' | 'out';
}

export function isTranslated({ list, value, system, direction }: MetValue, codes: CodeTranslations): boolean {
  const read = direction === 'in' ? codes.toCanonical : codes.toLocal;
  return read(list, system, value) !== undefined;
}
