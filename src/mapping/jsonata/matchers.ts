import { type Callable, call, callable, isCallable } from './callables.ts';
import { fail } from './failure.ts';
import { type Run, spend } from './run.ts';
import { type Sequence, sequence } from './sequences.ts';

/** What a regular expression, or a function in its place, gives for a text. */
interface Match {
  match: string;
  start: number;
  end: number;
  groups: (string | undefined)[];
  next: unknown;
}

/** `/re/` as a function of a text, which gives the first match and a way to the next. */
export function regex(pattern: RegExp): Callable {
  const made = callable(2, ([text, from]) => matchFrom(new RegExp(pattern), String(text), Number(from ?? 0)));
  made.pattern = pattern;
  return made;
}

function matchFrom(pattern: RegExp, text: string, from: number): Match | undefined {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  return {
    match: found[0],
    start: found.index,
    end: found.index + found[0].length,
    groups: found.slice(1),
    next: callable(0, () => nextMatch(pattern, text)),
  };
}

function nextMatch(pattern: RegExp, text: string): Match | undefined {
  if (pattern.lastIndex >= text.length) return undefined;
  const next = matchFrom(pattern, text, pattern.lastIndex);
  if (next?.match === '') fail('D1004', pattern.source);
  return next;
}

function ask(matcher: unknown, args: unknown[]): Match | undefined {
  const found = call(matcher, args, null) as Match | undefined;
  if (found && !(typeof found.start === 'number' || Array.isArray(found.groups) || isCallable(found.next))) {
    fail('T1010');
  }
  return found ?? undefined;
}

/** Every match, up to a limit. */
function* matches(run: Run, text: string, matcher: unknown, limit: number | undefined): Generator<Match> {
  let count = 0;
  for (let found = ask(matcher, [text]); found !== undefined; found = ask(found.next, [])) {
    if (limit !== undefined && count++ >= limit) return;
    spend(run, 1);
    yield found;
  }
}

export function contains(run: Run, text?: string, token?: unknown): boolean | undefined {
  if (text === undefined || token === undefined) return undefined;
  if (typeof token === 'string') return text.includes(token);
  return !matches(run, text, token, undefined).next().done;
}

export function match(run: Run, text?: string, matcher?: unknown, limit?: number): Sequence | undefined {
  if (text === undefined) return undefined;
  if (limit !== undefined && limit < 0) fail('D3040', limit);
  const found = sequence();
  if (limit === 0) return found;
  for (const { match, start, groups } of matches(run, text, matcher, limit)) {
    found.push({ match, index: start, groups });
  }
  return found;
}

export function split(run: Run, text?: string, separator?: unknown, limit?: number): string[] | undefined {
  if (text === undefined) return undefined;
  if (limit !== undefined && limit < 0) fail('D3020', limit);
  if (limit !== undefined && limit <= 0) return [];
  if (typeof separator === 'string') return text.split(separator, limit);
  return splitByMatches(run, text, separator, limit);
}

function splitByMatches(run: Run, text: string, separator: unknown, limit: number | undefined): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const found of matches(run, text, separator, limit)) {
    parts.push(text.substring(start, found.start));
    start = found.end;
  }
  if (limit === undefined || parts.length < limit) parts.push(text.substring(start));
  return parts;
}

export function replace(
  run: Run,
  text?: string,
  pattern?: unknown,
  replacement?: unknown,
  limit?: number,
): string | undefined {
  if (text === undefined) return undefined;
  if (pattern === '') fail('D3010', pattern);
  if (limit !== undefined && limit < 0) fail('D3011', limit);
  if (limit !== undefined && limit <= 0) return text;
  if (typeof pattern === 'string') return replaceText(text, pattern, replacement, limit);
  return replaceMatches(run, text, pattern, replacement, limit);
}

function replaceText(text: string, pattern: string, replacement: unknown, limit: number | undefined): string {
  let result = '';
  let position = 0;
  let at = text.indexOf(pattern);
  for (let count = 0; at !== -1 && (limit === undefined || count < limit); count++) {
    result += `${text.substring(position, at)}${replacement}`;
    position = at + pattern.length;
    at = text.indexOf(pattern, position);
  }
  return result + text.substring(position);
}

function replaceMatches(
  run: Run,
  text: string,
  pattern: unknown,
  replacement: unknown,
  limit: number | undefined,
): string {
  let result = '';
  let position = 0;
  for (const found of matches(run, text, pattern, limit)) {
    const put =
      typeof replacement === 'string' ? expand(replacement, found) : call(replacement, [found], null);
    if (typeof put !== 'string') fail('D3012', put);
    result += text.substring(position, found.start) + put;
    position = found.start + found.match.length;
  }
  return result + text.substring(position);
}

/** Puts the groups of a match in the place of `$1`, `$2`…; `$0` is the whole match and `$$` a dollar. */
function expand(template: string, found: Match): string {
  let expanded = '';
  let position = 0;
  for (
    let at = template.indexOf('$');
    at !== -1 && position < template.length;
    at = template.indexOf('$', position)
  ) {
    expanded += template.substring(position, at);
    const [put, length] = substitute(template, at + 1, found);
    expanded += put;
    position = at + 1 + length;
  }
  return expanded + template.substring(position);
}

/** What stands for the `$…` whose text begins at `at`, and how long it is. */
function substitute(template: string, at: number, { match, groups }: Match): [string, number] {
  const sign = template.charAt(at);
  if (sign === '$') return ['$', 1];
  if (sign === '0') return [match, 1];
  const digits = groups.length === 0 ? 1 : Math.floor(Math.log(groups.length) * Math.LOG10E) + 1;
  let index = Number.parseInt(template.substring(at, at + digits), 10);
  if (digits > 1 && index > groups.length)
    index = Number.parseInt(template.substring(at, at + digits - 1), 10);
  if (Number.isNaN(index)) return ['$', 0];
  return [groups[index - 1] ?? '', String(index).length];
}
