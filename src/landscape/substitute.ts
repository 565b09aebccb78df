/** Where the values behind `${…}` come from. */
export interface Substitutions {
  variable(name: string): string | undefined;
  /** The text of the file, or why it cannot be read. */
  file(path: string): { text: string } | { reason: string };
}

/** One `${…}` that could not be filled; `index` counts the `${…}` of the text from 0. */
export interface Unfilled {
  index: number;
  detail: string;
  advice: string;
}

export interface Substituted {
  text: string;
  /** True when something was put in: the text is then treated as a secret. */
  filled: boolean;
  unfilled: Unfilled[];
}

/** Private-use twins of ASCII: what stands in `${…}` must not be read as YAML. */
const shift = 0xe000;
const token = /(\$?)\$\uE07B([^\uE07D]{0,500})\uE07D/g;
const variable = /^([A-Za-z_]\w*)(?::-(.*))?$/s;

/**
 * Takes the YAML meaning out of `${…}`, so that `{ url: ${URL} }` parses. The length stays, and with it every
 * line and column; more than 500 characters are no variable. Values are filled in after parsing: whatever they hold, they stay one scalar.
 */
export function protect(text: string): string {
  return text.replaceAll(
    /\$\{([^}\n]{0,500})\}/g,
    (_, inner: string) => `$\uE07B${moved(inner, shift)}\uE07D`,
  );
}

/** The text as it was written. */
export function unprotect(text: string): string {
  return text.replaceAll(token, (_, prefix: string, inner: string) => `${prefix}$\{${moved(inner, -shift)}}`);
}

/** How many characters lie before the `${…}` with this index; 0 when there is none. */
export function offsetOf(index: number, text: string): number {
  const found = [...text.matchAll(token)][index];
  return found === undefined ? 0 : found.index + found[1]!.length;
}

/** Fills each `${VAR}`, `${VAR:-default}` and `${file:/path}`; `$${` stands for a plain `${`. */
export function substitute(text: string, from: Substitutions): Substituted {
  const unfilled: Unfilled[] = [];
  let index = -1;
  let filled = false;
  const replaced = text.replaceAll(token, (_, prefix: string, inner: string) => {
    index++;
    const written = moved(inner, -shift);
    if (prefix === '$') return `$\{${written}}`;
    const value = fill(written, from);
    if (typeof value === 'string') {
      filled = true;
      return value;
    }
    unfilled.push({ index, ...value });
    return '';
  });
  return { text: replaced, filled, unfilled };
}

function fill(written: string, from: Substitutions): string | Omit<Unfilled, 'index'> {
  if (written.startsWith('file:')) return fillFromFile(written.slice(5), from);
  const match = variable.exec(written);
  if (match === null) {
    const advice = `Write ${example('NAME')}, ${example('NAME:-default')} or ${example('file:/path')}; \`$\${\` stands for a plain \`\${\`.`;
    return { detail: `\`\${${written}}\` is not a variable`, advice };
  }
  const [, name, fallback] = match;
  const value = from.variable(name!);
  if (value !== undefined && (value !== '' || fallback === undefined)) return value;
  if (fallback !== undefined) return fallback;
  const advice = `Set ${name}, or write \`\${${name}:-default}\`.`;
  return { detail: `The environment variable ${name} is not set`, advice };
}

function example(inner: string): string {
  return `\`\${${inner}}\``;
}

function fillFromFile(path: string, from: Substitutions): string | Omit<Unfilled, 'index'> {
  const read = from.file(path);
  if ('text' in read) return read.text;
  return {
    detail: `\`\${file:${path}}\` cannot be read: ${read.reason}`,
    advice: 'See whether the file is there and readable.',
  };
}

function moved(text: string, by: number): string {
  return text.replaceAll(by > 0 ? /[\u0020-\u007E]/g : /[\uE020-\uE07E]/g, (c) =>
    String.fromCharCode(c.charCodeAt(0) + by),
  );
}
