/** Whether one edit makes the one the other: a character more, less, another, or two in exchanged places. */
export function isOneEdit(a: string, b: string): boolean {
  if (a === b) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  const rest = (from: number, text: string) => text.slice(from);
  if (long.length > short.length) return rest(start, short) === rest(start + 1, long);
  if (rest(start + 1, short) === rest(start + 1, long)) return true;
  const exchanged = short[start] === long[start + 1] && short[start + 1] === long[start];
  return exchanged && rest(start + 2, short) === rest(start + 2, long);
}

/**
 * How much two sets of words say the same, 0 to 1: each word counts by the most similar one of the other side. Numbers and sizes are
 * equal or not: a description that differs in one names another size of the thing.
 */
export function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const sum = best(a, b) + best(b, a);
  const alike = sum / (a.length + b.length);
  return contradict(a, b) ? alike * 0.6 : alike;
}

function best(from: readonly string[], to: readonly string[]): number {
  return from.reduce((sum, word) => sum + Math.max(...to.map((other) => wordLikeness(word, other))), 0);
}

const CUT = 0.9;
const SKELETON = 0.8;
const MISTYPED = 0.85;

function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  if (isNumber(a) || isNumber(b)) return 0;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.startsWith(short)) return CUT;
  if (short.length >= 4 && isOneEdit(a, b)) return MISTYPED;
  return short.length >= 3 && isSkeleton(short, long) ? SKELETON : 0;
}

/** `mtn` of `mountain`, `blk` of `black`: the first letter, and of the others some, in order. */
function isSkeleton(short: string, long: string): boolean {
  if (short[0] !== long[0]) return false;
  let at = 0;
  for (const letter of short) {
    at = long.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Both name numbers, and each one that the other does not. */
function contradict(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [a.filter(isNumber), b.filter(isNumber)];
  return left.some((word) => !right.includes(word)) && right.some((word) => !left.includes(word));
}

function isNumber(word: string): boolean {
  return /^\d/.test(word);
}
