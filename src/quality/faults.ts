import { nearest } from '../vocabulary/nearest.ts';
import { type ProblemCode, problem } from '../vocabulary/problem.ts';
import type { Finding } from './checker.ts';

/** What does not fit, at a path that grows as the walk returns. */
export interface Fault {
  code: ProblemCode;
  path: string;
  detail: string;
  value?: string;
  rule?: string;
}

/** What a walk over one record found; `stop` when the record is too large to look at further. */
export interface Faults {
  list: Fault[];
  stop: boolean;
}

const most = 50;

export function fault(faults: Faults, code: ProblemCode, detail: string, value?: unknown, path = ''): void {
  if (faults.list.length >= most) return;
  faults.list.push({ code, path, detail, ...(value === undefined ? {} : { value: shown(value) }) });
}

/** Puts the name of the place the walk comes back from before the paths found in it. */
export function prefix(faults: Faults, from: number, segment: string): void {
  for (let i = from; i < faults.list.length; i++) {
    const found = faults.list[i]!;
    found.path = join(segment, found.path);
  }
}

export function join(segment: string, path: string): string {
  if (path === '' || path.startsWith('[')) return segment + path;
  return `${segment}.${path}`;
}

export function toFinding(found: Fault): Finding {
  const detail = found.path === '' ? found.detail : `${found.path}: ${found.detail}`;
  const more = {
    ...(found.path === '' ? {} : { field: found.path }),
    ...(found.value === undefined ? {} : { value: found.value }),
    ...(found.rule === undefined ? {} : { rule: found.rule }),
  };
  return { severity: 'E', problem: problem(found.code, 'check', detail, more) };
}

export function didYouMean(word: string, words: Iterable<string>): string {
  const near = nearest(word, words);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'object' ? kindOf(value) : String(value);
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

/** What a value is, in words for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
