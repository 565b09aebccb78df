import type { Dialect, ParsedStatement, Sql } from './database.ts';

const parameter = ':(?<name>[A-Za-z_][\\w$]*(?:\\.[A-Za-z_][\\w$]*)*)';
const shared = `--[^\\n]*|/\\*[\\s\\S]*?\\*/|"(?:[^"]|"")*"|::|${parameter}`;
/** An identifier or number is one token with the colon behind it, so that a slice `a[1:n]` is no parameter; a cast keeps its own. */
const rest = '[\\w$\\]]+(?::(?!:))?|[\\s\\S]';
const tokens = {
  postgres: `[eE]'(?:[^'\\\\]|''|\\\\[\\s\\S])*'|'(?:[^']|'')*'|\\$(?<tag>(?:[A-Za-z_]\\w*)?)\\$[\\s\\S]*?\\$\\k<tag>\\$|${shared}|${rest}`,
  mysql: `'(?:[^'\\\\]|''|\\\\[\\s\\S])*'|\`(?:[^\`]|\`\`)*\`|#[^\\n]*|${shared}|${rest}`,
};

/**
 * Splits SQL at its `:name` parameters. Text in quotes, dollar quotes and comments is left alone, as are casts
 * (`::`), assignments (`:=`) and slices (`a[1:n]`). A semicolon at the end is taken off.
 */
export function parseStatement(sql: string, dialect: Dialect['name']): ParsedStatement {
  const pieces: string[] = [];
  const names: string[] = [];
  let piece = '';
  for (const { 0: text, groups } of sql.replace(/[;\s]+$/, '').matchAll(new RegExp(tokens[dialect], 'g'))) {
    const name = groups?.['name'];
    if (name === undefined) {
      piece += text;
      continue;
    }
    pieces.push(piece);
    names.push(name);
    piece = '';
  }
  return { pieces: [...pieces, piece], names };
}

/** Every occurrence of a parameter gets a placeholder of its own: its type then follows from where it stands. */
export function renderStatement(
  statement: ParsedStatement,
  dialect: Dialect,
  valueFor: (name: string) => string | null,
): Sql & { values: (string | null)[] } {
  const text = statement.pieces.reduce((sql, piece, i) => `${sql}${dialect.placeholder(i)}${piece}`);
  return { text, values: statement.names.map(valueFor) };
}
