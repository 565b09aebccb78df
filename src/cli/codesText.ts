import type { CodeAdded, CodeAdditions, MissingCodes } from '../api/operations/codes/contract.ts';
import { type Colors, type Output, table } from './output.ts';
import { duration, number, printable } from './words.ts';

type Missing = MissingCodes['missing'][number];
type Addition = CodeAdditions['additions'][number];

/** What `lineshaft codes missing` prints; `now` in milliseconds. */
export function printMissing(answer: MissingCodes, now: number, output: Output, colors: Colors): void {
  const { missing } = printable(answer);
  if (missing.length === 0) {
    output.write(`${colors.green('✓')} nothing waits for a translation\n`);
    return;
  }
  const columns = [
    { title: 'LIST', value: ({ list }: Missing) => list },
    { title: 'SYSTEM', value: ({ system }: Missing) => system },
    {
      title: 'VALUE',
      value: ({ value, direction }: Missing) => (direction === 'in' ? value : `${value} (to the system)`),
    },
    { title: 'PARKED', value: (each: Missing) => number(each.count), align: 'right' as const },
    { title: 'SINCE', value: ({ since }: Missing) => duration((now - Date.parse(since)) / 1000) },
    { title: 'GROUP', value: ({ group, mended }: Missing) => (mended ? `${group} can go on now` : group) },
  ];
  output.write(table(columns, missing, output, colors));
  output.write('\nAdd one with `lineshaft codes add <list> <system> <value> <canonical>`\n');
}

/** What `lineshaft codes add` prints: the diff, ready to be committed. */
export function addedText(answer: CodeAdded, colors: Colors): string {
  const { list, system, value, canonical, file, diff, written, because } = printable(answer);
  const painted = diff
    .trimEnd()
    .split('\n')
    .map((line) =>
      line.startsWith('+') ? colors.green(line) : line.startsWith('-') ? colors.red(line) : line,
    );
  const place = written
    ? `${file} is changed in the landscape's folder; commit it`
    : `${file} cannot be written here (${because}): apply this diff in the landscape's folder and commit it`;
  const head = `${colors.green('✓')} ${list} '${value}' of ${system} is ${canonical}, in force from now on`;
  return `${head}\n${painted.join('\n')}\n${place}\n`;
}

/** What `lineshaft codes added` prints. */
export function printAdditions(answer: CodeAdditions, output: Output, colors: Colors): void {
  const { additions } = printable(answer);
  if (additions.length === 0) {
    output.write('nothing was added here\n');
    return;
  }
  const columns = [
    { title: 'LIST', value: ({ list }: Addition) => list },
    { title: 'SYSTEM', value: ({ system }: Addition) => system },
    { title: 'VALUE', value: ({ value }: Addition) => value },
    { title: 'CANONICAL', value: ({ canonical }: Addition) => canonical },
    { title: 'BY', value: ({ addedBy }: Addition) => addedBy },
    {
      title: 'LANDSCAPE',
      value: ({ inFile }: Addition) => (inFile ? 'in its file' : 'not in its file yet'),
      paint: (cell: string, { inFile }: Addition) => (inFile ? cell : colors.yellow(cell)),
    },
  ];
  output.write(table(columns, additions, output, colors));
}
