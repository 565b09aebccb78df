/** Expressions and documents by chance, the same ones for the same seed. */
export type Chance = () => number;

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function one<T>(random: Chance, options: readonly T[]): T {
  return options[Math.floor(random() * options.length)] as T;
}

const names = ['a', 'b', 'c', 'd'];
const plainValues = [0, 1, 2, -1, 2.5, '', 'x', 'y', ' z ', true, false, null];

export function randomDocument(random: Chance, depth = 4): unknown {
  const roll = random();
  if (depth === 0 || roll < 0.3) return one(random, plainValues);
  if (roll < 0.6)
    return Array.from({ length: Math.floor(random() * 4) }, () => randomDocument(random, depth - 1));
  const members = names.filter(() => random() < 0.7);
  return Object.fromEntries(members.map((name) => [name, randomDocument(random, depth - 1)]));
}

type Write = (random: Chance, depth: number) => string;

const literal: Write = (random) => JSON.stringify(one(random, plainValues));

const step: Write = (random, depth) => {
  const roll = random();
  if (roll < 0.6 || depth <= 0) return one(random, names);
  if (roll < 0.68) return '*';
  if (roll < 0.75) return '$';
  if (roll < 0.85) return `{"k": ${expression(random, depth - 1)}, "l": ${expression(random, depth - 1)}}`;
  if (roll < 0.92) return `(${expression(random, depth - 1)})`;
  return `[${expression(random, depth - 1)}, ${expression(random, depth - 1)}]`;
};

const suffix: Write = (random, depth) => {
  const roll = random();
  if (roll < 0.6 || depth <= 0) return '';
  if (roll < 0.7) return `[${one(random, [0, 1, -1])}]`;
  if (roll < 0.8) return '[]';
  return `[${expression(random, depth - 1)}]`;
};

const path: Write = (random, depth) => {
  const start = one(random, ['', '', '', '$.', '$$.', '$v.']);
  const steps = Array.from(
    { length: 1 + Math.floor(random() * 3) },
    () => step(random, depth) + suffix(random, depth),
  );
  return start + steps.join('.');
};

const binary: Write = (random, depth) => {
  const operator = one(random, ['+', '-', '*', '=', '!=', '<', '>=', '&', 'and', 'or', 'in']);
  return `(${expression(random, depth - 1)} ${operator} ${expression(random, depth - 1)})`;
};

const block: Write = (random, depth) => {
  const [value, body] = [expression(random, depth - 1), expression(random, depth - 1)];
  return `($v := ${value}; ${body})`;
};

const condition: Write = (random, depth) => {
  const parts = [expression(random, depth - 1), expression(random, depth - 1), expression(random, depth - 1)];
  return `(${parts[0]} ? ${parts[1]} : ${parts[2]})`;
};

const unaryFunctions = [
  'string',
  'trim',
  'uppercase',
  'length',
  'number',
  'exists',
  'count',
  'boolean',
  'not',
  'keys',
  'distinct',
  'reverse',
  'type',
  'abs',
  'merge',
  'spread',
  'max',
  'sort',
]; // prettier-ignore

const call: Write = (random, depth) => {
  const argument = expression(random, depth - 1);
  const roll = random();
  if (roll < 0.5) return `$${one(random, unaryFunctions)}(${argument})`;
  if (roll < 0.6) return `$append(${argument}, ${expression(random, depth - 1)})`;
  if (roll < 0.7) return `$map(${argument}, function($v) { ${operand(random, depth - 1)} })`;
  if (roll < 0.8) return `$filter(${argument}, function($v, $i) { ${operand(random, depth - 1)} })`;
  if (roll < 0.9) return `$substring(${argument}, ${one(random, [0, 1, -1])})`;
  return `$lookup(${argument}, "${one(random, names)}")`;
};

/** No call: in tail position the reference hands on sequences that nothing has looked at yet. */
const operand: Write = (random, depth) => {
  if (depth <= 0) return path(random, 0);
  return one<Write>(random, [path, binary, literal, object])(random, depth);
};

const object: Write = (random, depth) =>
  `{"m": ${expression(random, depth - 1)}, "n": ${expression(random, depth - 1)}}`;

const list: Write = (random, depth) => `[${expression(random, depth - 1)}, ${expression(random, depth - 1)}]`;

const grouped: Write = (random, depth) =>
  `${one(random, names)}.${one(random, names)}{$string(a): ${expression(random, depth - 1)}}`;

const ordered: Write = (random, depth) => `${path(random, depth - 1)}^(${one(random, names)})`;

export function expression(random: Chance, depth: number): string {
  if (depth <= 0) return random() < 0.7 ? path(random, 0) : literal(random, 0);
  const kinds: Write[] = [
    path,
    path,
    path,
    binary,
    block,
    condition,
    call,
    call,
    object,
    list,
    grouped,
    ordered,
  ];
  return one(random, kinds)(random, depth);
}

/** `$v` is bound wherever it is read. */
export function randomExpression(random: Chance): string {
  return `($v := $; ${expression(random, 3)})`;
}
