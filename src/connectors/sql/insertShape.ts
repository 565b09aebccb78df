import type { ParsedStatement } from './database.ts';

/** `insert into table (columns) values (items) tail`, with one row of values and no parameter in the tail. */
export interface InsertShape {
  table: string;
  columns: string[];
  /** SQL of each value; a parameter stands as its place among the parameters. */
  items: (string | { parameter: number })[];
  /** `on conflict …`, `on duplicate key update …` or nothing. */
  tail: string;
}

/** A parameter stands as this while the text is looked at; text with such a character is no plain insert. */
const mark = '\u0001';

/** Undefined when the statement is anything but a plain insert whose values are bare parameters or free of them. */
export function insertShape(statement: ParsedStatement): InsertShape | undefined {
  const text = statement.pieces.join(mark).trim();
  if (statement.pieces.some((piece) => piece.includes(mark) || /--|\/\*|#/.test(piece))) return undefined;
  const head = /^insert\s+into\s+([\w$."`]+)\s*\(([^()]+)\)\s*values\s*\(/i.exec(text);
  if (!head) return undefined;
  const values = splitValues(text.slice(head[0].length));
  if (!values || values.tail.includes(mark) || !/^(on\s|$)/i.test(values.tail)) return undefined;
  const columns = head[2]!.split(',').map((column) => column.trim());
  let parameter = 0;
  const items = values.items.map((item) => (item === mark ? { parameter: parameter++ } : item));
  const bare = items.every(
    (item) => typeof item !== 'string' || (!item.includes(mark) && !/^default$/i.test(item)),
  );
  return bare && items.length === columns.length
    ? { table: head[1]!, columns, items, tail: values.tail }
    : undefined;
}

/** The values up to the parenthesis that closes them, and what follows. */
function splitValues(text: string): { items: string[]; tail: string } | undefined {
  const items = [''];
  let depth = 0;
  for (const [token] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|[\s\S]/g)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) {
      const end = items.join(',').length + 1;
      return { items: items.map((item) => item.trim()), tail: text.slice(end).trim() };
    }
    if (token === ',' && depth === 0) items.push('');
    else items[items.length - 1] += token;
  }
  return undefined;
}
