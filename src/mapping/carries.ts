import type { Lineage, Mapping } from './mapping.ts';

type Path = readonly string[];

/**
 * Which attributes of a record an outbound mapping reads, by their path, entries of lists without their key: `['lines', 'quantity']`. What it
 * does not read, it does not write.
 */
export function carriesOf(mapping: Mapping): (path: Path) => boolean {
  const rows = mapping.lineage();
  // The document itself, not a field of it.
  const whole = rows.some(({ sources, via }) => sources.length === 0 && via.length === 0);
  const sources = [...new Set(rows.flatMap((row) => row.sources))].map(namedPath);
  return (path) => whole || sources.some((source) => overlap(source, ['record', ...path]));
}

/** The row that brings an attribute out, of an outbound mapping; `what`: `record` or `fact`. */
export function rowThatReads(rows: readonly Lineage[], what: string, path: Path): Lineage | undefined {
  return rows.find(({ sources, via }) => {
    if (sources.length === 0) return via.length === 0;
    return sources.some((source) => overlap(namedPath(source), [what, ...path]));
  });
}

/** The row by which an inbound mapping tells an attribute. */
export function rowThatTells(rows: readonly Lineage[], path: Path): Lineage | undefined {
  return rows.find(({ target }) => target === '' || overlap(namedPath(target), path));
}

/** `lines[].quantity` → `['lines', 'quantity']`. */
export function namedPath(place: string): string[] {
  return place.replaceAll('[]', '').split('.');
}

/** Whether one lies within the other. */
export function overlap(source: Path, path: Path): boolean {
  for (const [i, name] of source.entries()) {
    if (name === '**' || i === path.length) return true;
    if (name !== '*' && path[i] !== '*' && name !== path[i]) return false;
  }
  return true;
}
