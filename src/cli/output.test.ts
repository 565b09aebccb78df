import { expect, test } from 'vitest';
import { problem } from '../vocabulary/problem.ts';
import { type Column, colorsFor, type Output, printProblems, progress, table } from './output.ts';

function capture(terminal: Partial<Output> = {}) {
  let text = '';
  return { output: { write: (part: string) => (text += part), ...terminal } as Output, text: () => text };
}
const plain = colorsFor(capture().output, {});

interface Row {
  name: string;
  count: number;
}
const columns: Column<Row>[] = [
  { title: 'name', value: (row) => row.name },
  { title: 'count', value: (row) => String(row.count), align: 'right' },
];

test('columns are aligned, also with letters that take two cells', () => {
  const rows = [
    { name: 'detroit', count: 7 },
    { name: '東京', count: 1200 },
  ];
  expect(table(columns, rows, capture().output, plain)).toBe(
    'name     count\ndetroit      7\n東京      1200\n',
  );
});

test('on a terminal the widest column gives way, in a pipe nothing is cut', () => {
  const rows = [{ name: 'x'.repeat(200), count: 1 }];
  const narrow = table(columns, rows, capture({ isTTY: true, columns: 40 }).output, plain);
  expect(narrow.split('\n').map((line) => line.length)).toEqual([40, 40, 0]);
  expect(narrow).toContain('…');
  expect(table(columns, rows, capture().output, plain)).toContain('x'.repeat(200));
});

test('colour needs a terminal and no NO_COLOR', () => {
  const terminal = capture({ isTTY: true }).output;
  expect(colorsFor(terminal, {}).red('x')).not.toBe('x');
  expect(colorsFor(terminal, { NO_COLOR: '1' }).red('x')).toBe('x');
  expect(colorsFor(capture().output, {}).red('x')).toBe('x');
});

test('control characters out of data never reach the terminal', () => {
  const rows = [{ name: 'a\x1b[2J\x07b\nc\x1b[31md', count: 1 }];
  expect(table(columns, rows, capture().output, plain)).not.toMatch(/[\x07\x1b]/);
});

test('a column may be painted without losing its alignment', () => {
  const painted = [{ ...columns[0]!, paint: (cell: string) => `<${cell}>` }, columns[1]!];
  expect(table(painted, [{ name: 'ab', count: 1 }], capture().output, plain)).toBe(
    'name  count\n<ab  >      1\n',
  );
});

test('problems are printed as file:line:column with their advice, a blank line between files', () => {
  const { output, text } = capture();
  const at = (file: string, line: number) =>
    problem('landscape-invalid', 'landscape', 'wrong', { file, line, column: 3, advice: 'mend it' });
  printProblems(output, [at('a.yaml', 1), at('a.yaml', 2), at('b.yaml', 1)], plain);
  expect(text()).toBe(
    'a.yaml:1:3  wrong — mend it\na.yaml:2:3  wrong — mend it\n\nb.yaml:1:3  wrong — mend it\n',
  );
});

test('progress is one line that is written over on a terminal, and nothing in a pipe', () => {
  const pipe = capture();
  progress(pipe.output).show('50 %');
  expect(pipe.text()).toBe('');
  const terminal = capture({ isTTY: true, columns: 20 });
  const line = progress(terminal.output);
  line.show('x'.repeat(50));
  line.done();
  expect(terminal.text()).toBe(`\r\x1b[2K${'x'.repeat(18)}…\r\x1b[2K`);
});
