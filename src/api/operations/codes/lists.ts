import type { CodeAddition, CodeTable } from '../../../landscape/landscape.ts';
import type { CodeList } from '../../../quality/checker.ts';
import type { MissingCode } from './contract.ts';
import type { CodeListAnswer, CodeLists } from './listsContract.ts';

type ModelLists = ReadonlyMap<string, CodeList>;

/** All there is of translations: what the files declare, then what stewards added. */
export function allTranslations(
  translated: readonly CodeTable[],
  added: readonly CodeAddition[],
): CodeAddition[] {
  const declared = translated.flatMap(({ list, system, values }) =>
    [...values].map(([value, canonical]) => ({ list, system, value, canonical })),
  );
  return [...declared, ...added];
}

/** All lists that some system has words for, or that messages are parked for. */
export function summariseLists(
  all: readonly CodeAddition[],
  model: ModelLists,
  missing: readonly MissingCode[],
): CodeLists['lists'] {
  const names = new Set([...all, ...missing].map(({ list }) => list));
  return [...names].toSorted().map((name) => {
    const { kind, systems, values, untranslated, missing: its } = showList(name, all, model, missing);
    const gaps = values.reduce((sum, { words }) => sum + systems.length - Object.keys(words).length, 0);
    return {
      list: name,
      kind,
      values: values.length + untranslated.length,
      systems,
      gaps,
      missing: its.length,
    };
  });
}

/** One list: its values, and how each system that has words for it writes them. */
export function showList(
  name: string,
  all: readonly CodeAddition[],
  model: ModelLists,
  missing: readonly MissingCode[],
): CodeListAnswer {
  const list = model.get(name);
  const words = new Map<string, Record<string, string[]>>();
  const its = all.filter((each) => each.list === name);
  for (const { system, value, canonical } of its) {
    const of = words.get(canonical) ?? {};
    words.set(canonical, of);
    of[system] = [...new Set([...(of[system] ?? []), value])];
  }
  const known = [...(list?.values.keys() ?? [])];
  const inOrder = [
    ...known.filter((value) => words.has(value)),
    ...[...words.keys()].filter((value) => !known.includes(value)),
  ];
  return {
    list: name,
    kind: list?.kind ?? 'own',
    systems: [...new Set(its.map(({ system }) => system))].toSorted(),
    values: inOrder.map((value) => {
      const meaning = list?.values.get(value)?.meaning;
      return { value, ...(meaning !== undefined && { meaning }), words: words.get(value)! };
    }),
    untranslated: known.filter((value) => !words.has(value)),
    missing: missing.filter((each) => each.list === name),
  };
}
