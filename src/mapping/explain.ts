import type { Mapping } from './mapping.ts';

/** A table as the command line, the console and the docs show it. */
export interface LineageTable {
  columns: readonly ['target field', 'made from', 'by way of', 'line'];
  rows: [target: string, sources: string, via: string, line: string][];
}

/** What `lineshaft explain <mapping>` prints: each target field with the source fields it is made from. */
export function explainMapping(mapping: Mapping): LineageTable {
  const rows = mapping
    .lineage()
    .map(({ target, sources, via, line }): LineageTable['rows'][number] => [
      target === '' ? '(whole document)' : target,
      sources.length === 0 ? '(constant)' : sources.join(', '),
      via.join(' '),
      String(line),
    ]);
  return { columns: ['target field', 'made from', 'by way of', 'line'], rows };
}
