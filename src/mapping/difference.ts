import { diffLines } from 'diff';
import { isObject, type Json } from '../vocabulary/json.ts';

/** `-` was expected, `+` came, a blank stands in both; `…` where equal lines are left out. */
export interface DiffLine {
  sign: '-' | '+' | ' ' | '…';
  text: string;
}

const around = 3;

/** Line by line, of both values as JSON with their attributes in the order of the alphabet. */
export function difference(expected: Json | undefined, came: Json | undefined): DiffLine[] {
  const lines = diffLines(shown(expected), shown(came)).flatMap(({ value, added, removed }): DiffLine[] => {
    const sign = added ? '+' : removed ? '-' : ' ';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ sign, text }));
  });
  return shortened(lines);
}

function shown(value: Json | undefined): string {
  return value === undefined ? '(nothing)\n' : `${JSON.stringify(ordered(value), null, 2)}\n`;
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, ordered(member)]),
  );
}

/** Equal lines far from any change say nothing. */
function shortened(lines: DiffLine[]): DiffLine[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some(({ sign }) => sign !== ' '),
  );
  return lines.flatMap((line, i) => {
    if (near[i]) return [line];
    return i === 0 || near[i - 1] ? [{ sign: '…' as const, text: '' }] : [];
  });
}
