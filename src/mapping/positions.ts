export interface Position {
  line: number;
  column: number;
}

/** Line and column, both from 1, of an offset that the parser gave: it counts to the end of the token. */
export function positions(text: string): (offset: number) => Position {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (offset) => {
    const at = Math.max(0, Math.min(offset - 1, text.length));
    let line = starts.length;
    while (line > 1 && (starts[line - 1] as number) > at) line--;
    return { line, column: at - (starts[line - 1] as number) + 1 };
  };
}
