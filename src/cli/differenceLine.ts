import type { DiffLine } from '../mapping/difference.ts';
import type { Colors } from './output.ts';

export function differenceLine({ sign, text }: DiffLine, colors: Colors): string {
  const line = `${sign} ${text}`.trimEnd();
  if (sign === '-') return colors.red(line);
  return sign === '+' ? colors.green(line) : colors.dim(line);
}
