import type { LatestAnswer } from '../api/operations/trace/latestContract.ts';
import { type Colors, type Column, type Output, table } from './output.ts';
import { age } from './words.ts';

/** What `lineshaft trace` prints when it is given no key; `now` in milliseconds. */
export function latestText({ entities }: LatestAnswer, now: number, output: Output, colors: Colors): string {
  const rows = entities.flatMap(({ entity, documents }) => documents.map((each) => ({ entity, ...each })));
  if (rows.length === 0) return 'No system told of a document yet\n';
  const columns: Column<(typeof rows)[number]>[] = [
    { title: 'ENTITY', value: ({ entity }) => entity },
    { title: 'KEY', value: ({ key }) => key },
    { title: 'TOLD BY', value: ({ system }) => system },
    { title: 'AGO', value: ({ at }) => age(at, now), align: 'right' },
  ];
  return table(columns, rows, output, colors);
}
