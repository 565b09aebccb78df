import type { Mapping } from './mapping.ts';

/**
 * Which attributes of a record an outbound mapping reads, by their path, entries of lists without their key: `['lines', 'quantity']`. What it
 * does not read, it does not write.
 */
export function carriesOf(mapping: Mapping): (path: readonly string[]) => boolean {
  const rows = mapping.lineage();
  // The document itself, not a field of it.
  const whole = rows.some(({ sources, via }) => sources.length === 0 && via.length === 0);
  const sources = [...new Set(rows.flatMap((row) => row.sources))].map((source) =>
    source.replaceAll('[]', '').split('.'),
  );
  return (path) => whole || sources.some((source) => meets(source, ['record', ...path]));
}

function meets(source: readonly string[], path: readonly string[]): boolean {
  for (const [i, name] of source.entries()) {
    if (name === '**' || i === path.length) return true;
    if (name !== '*' && name !== path[i]) return false;
  }
  return true;
}
