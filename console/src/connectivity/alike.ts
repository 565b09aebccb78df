interface Change {
  name: string;
  change: string;
  words: readonly string[];
}

/** Changes of which the same is said, as one with the names of all. */
export function alike<C extends Change>(changes: readonly C[]): (C & { names: string[] })[] {
  const groups = Map.groupBy(changes, ({ change, words }) => [change, ...words].join('\n'));
  return [...groups.values()].map((same) => ({ ...same[0]!, names: same.map(({ name }) => name) }));
}
