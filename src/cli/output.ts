import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import type { Problem } from '../vocabulary/problem.ts';

/** Where a command writes: the terminal, a pipe, or a string in a test. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export type Colors = ReturnType<typeof pc.createColors>;

/** Colour only on a terminal, and never when NO_COLOR is set (no-color.org). */
export function colorsFor(output: Output, environment: Record<string, string | undefined>): Colors {
  return pc.createColors(output.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb');
}

export function printJson(output: Output, value: unknown): void {
  output.write(`${JSON.stringify(value, null, 2)}\n`);
}

export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  align?: 'left' | 'right';
  /** Colours the padded cell. Colour codes within values are taken out: data must not steer the terminal. */
  paint?: (cell: string, row: Row) => string;
}

/**
 * Aligned columns under a head line. On a terminal the widest columns give way until a row fits its width; a pipe
 * gets everything.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  output: Output,
  colors: Colors,
): string {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.value(row))));
  const head = columns.map((column) => column.title);
  const widths = columns.map((_, i) => Math.max(0, ...[head, ...cells].map((line) => widthOf(line[i]!))));
  const fitted = shrink(widths, output.isTTY === true ? (output.columns ?? 80) : Number.POSITIVE_INFINITY);
  const padded = (texts: string[]) =>
    texts.map((text, i) => pad(clip(text, fitted[i]!), fitted[i]!, columns[i]!.align));
  const lines = cells.map((texts, r) =>
    padded(texts).map((cell, i) => columns[i]!.paint?.(cell, rows[r]!) ?? cell),
  );
  return [padded(head).map(colors.bold), ...lines].map((line) => `${line.join('  ').trimEnd()}\n`).join('');
}

/** `file:line:column  message — advice`, grouped by file, in the order given. */
export function printProblems(output: Output, problems: readonly Problem[], colors: Colors): void {
  let last: string | undefined;
  for (const { file = '', line = 1, column = 1, detail, advice } of problems) {
    if (last !== undefined && file !== last) output.write('\n');
    last = file;
    const place = file === '' ? '' : `${colors.cyan(file)}:${line}:${column}  `;
    output.write(`${place}${oneLine(detail)} ${colors.dim('—')} ${colors.dim(oneLine(advice))}\n`);
  }
}

/** `1 problem`, `3 problems`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

export interface Progress {
  /** Replaces the line. */
  show(text: string): void;
  /** Takes the line away. */
  done(): void;
}

/** One line that is written over, on stderr and only on a terminal, so that pipes stay clean. */
export function progress(output: WriteStream | Output = process.stderr): Progress {
  if (output.isTTY !== true) return { show: () => {}, done: () => {} };
  return {
    show: (text) => output.write(`\r\x1b[2K${clip(oneLine(text), (output.columns ?? 80) - 1)}`),
    done: () => output.write('\r\x1b[2K'),
  };
}

function shrink(widths: readonly number[], room: number): number[] {
  const fitted = [...widths];
  const gaps = 2 * (widths.length - 1);
  let excess = fitted.reduce((sum, width) => sum + width, gaps) - room;
  while (excess > 0) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if (fitted[widest]! <= 8) break;
    fitted[widest]!--;
    excess--;
  }
  return fitted;
}

/** Control characters out of data must not steer the terminal. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ');
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += isWide(character.codePointAt(0)!) ? 2 : 1;
  return width;
}

/** East Asian wide and emoji blocks, which take two cells. */
function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd)
  );
}

function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? blanks + text : text + blanks;
}
