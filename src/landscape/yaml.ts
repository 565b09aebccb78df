import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  type ParsedNode,
  parseDocument,
  type Scalar,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import { offsetOf, protect, type Substitutions, substitute, unprotect } from './substitute.ts';

export interface Place {
  line: number;
  column: number;
}

/** A YAML file as plain data, with the place of every key and value. Pointers are JSON pointers (RFC 6901). */
export interface YamlFile {
  /** Relative to the landscape folder. */
  file: string;
  value: Json;
  /** Place of the key that leads to this value; of the value where there is no key. */
  keyAt(pointer: string): Place;
  valueAt(pointer: string): Place;
  /** How a number, boolean or null was written: `0100`. */
  written: ReadonlyMap<string, string>;
  /** Pointers of values that came from `${…}`. */
  substituted: ReadonlySet<string>;
  /** Pointers of values with a `${…}` that could not be filled; they are among the problems already. */
  unfilled: ReadonlySet<string>;
  problems: Problem[];
}

/** Bounds on what a hostile file can cost. */
const limits = { depth: 50, aliases: 50, nodes: 100_000, syntaxErrors: 20, problems: 200 };
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

interface Walk {
  file: string;
  source: string;
  document: Document.Parsed;
  lines: LineCounter;
  substitutions: Substitutions;
  places: Map<string, { key?: number; value: number }>;
  written: Map<string, string>;
  substituted: Set<string>;
  unfilled: Set<string>;
  problems: Problem[];
  /** Set by what makes the rest of the file not worth reading. */
  isHostile: boolean;
  aliases: number;
  nodes: number;
}

/** Reads one YAML 1.2 document. Tags, directives and piles of aliases are refused; every problem is given at once. */
export function readYaml(file: string, text: string, substitutions: Substitutions): YamlFile {
  const lines = new LineCounter();
  const source = protect(text.replace(/^\uFEFF/, ''));
  const document = parseDocument(source, {
    lineCounter: lines,
    stringKeys: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    merge: false,
    version: '1.2',
    logLevel: 'error',
    prettyErrors: false,
  });
  const walk = startWalk(file, source, document, lines, substitutions);
  reportSyntax(walk);
  const read = walk.problems.length === 0 ? toJson(walk, document.contents, '', 0) : null;
  const value = walk.isHostile ? null : read;
  return {
    file,
    value,
    keyAt: (pointer) => placeOf(walk, pointer, 'key'),
    valueAt: (pointer) => placeOf(walk, pointer, 'value'),
    written: walk.written,
    substituted: walk.substituted,
    unfilled: walk.unfilled,
    problems: walk.problems,
  };
}

function startWalk(
  file: string,
  source: string,
  document: Document.Parsed,
  lines: LineCounter,
  substitutions: Substitutions,
): Walk {
  const pointers = {
    places: new Map(),
    written: new Map(),
    substituted: new Set<string>(),
    unfilled: new Set<string>(),
  };
  return {
    file,
    source,
    document,
    lines,
    substitutions,
    ...pointers,
    problems: [],
    isHostile: false,
    aliases: 0,
    nodes: 0,
  };
}

/** The JSON pointer of a child. */
export function child(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function reportSyntax(walk: Walk): void {
  const { errors, warnings, directives } = walk.document;
  const exhausted = errors.find((e) => e.code === 'RESOURCE_EXHAUSTION');
  const shown = exhausted ? [exhausted] : errors.slice(0, limits.syntaxErrors);
  for (const error of [...shown, ...warnings.filter((w) => w.code !== 'TAG_RESOLVE_FAILED')])
    reportSyntaxError(walk, error);
  if (directives.yaml.explicit && directives.yaml.version !== '1.2') {
    refuse(walk, 0, 'Only YAML 1.2 is read', 'Take the `%YAML` line away.');
  }
}

function reportSyntaxError(walk: Walk, error: YAMLError): void {
  const [from] = error.pos;
  if (error.code === 'MULTIPLE_DOCS') {
    refuse(walk, from, 'A second document starts here', 'Put it into a file of its own.');
  } else if (error.code === 'RESOURCE_EXHAUSTION') {
    refuse(walk, from, 'This is nested too deeply', `At most ${limits.depth} levels are read.`);
  } else if (error.code === 'NON_STRING_KEY') {
    refuse(walk, from, 'A key must be a word', 'Write lists and mappings as values only.');
  } else {
    const message = unprotect(error.message.split('\n', 1)[0]!);
    refuse(
      walk,
      from,
      `This is not valid YAML: ${message}`,
      'Look at quotes, brackets and indentation here.',
    );
  }
}

function toJson(walk: Walk, node: ParsedNode | Scalar | null, pointer: string, depth: number): Json {
  const start = node?.range?.[0] ?? 0;
  const known = walk.places.get(pointer);
  walk.places.set(pointer, { ...known, value: node === null ? (known?.key ?? 0) : start });
  if (node === null || walk.isHostile) return null;
  walk.nodes++;
  if (walk.nodes > limits.nodes || depth > limits.depth) return tooLarge(walk, start);
  if (isAlias(node)) return aliasToJson(walk, node, pointer, depth);
  if (node.tag !== undefined) refuseTag(walk, node.tag, start);
  if (isMap(node)) return mapToJson(walk, node as YAMLMap.Parsed, pointer, depth);
  if (isSeq(node)) {
    return (node as YAMLSeq.Parsed).items.map((item, i) =>
      toJson(walk, item as ParsedNode, child(pointer, i), depth + 1),
    );
  }
  return isScalar(node) ? scalarToJson(walk, node, pointer) : null;
}

function mapToJson(walk: Walk, map: YAMLMap.Parsed, pointer: string, depth: number): JsonObject {
  const object: JsonObject = {};
  for (const pair of map.items as Pair<Scalar, ParsedNode | null>[]) {
    const key = unprotect(String(pair.key.value));
    const keyStart = pair.key.range?.[0] ?? 0;
    if (forbiddenKeys.has(key)) {
      refuse(walk, keyStart, `\`${key}\` cannot be a name`, 'Choose another one.');
      continue;
    }
    if (Object.hasOwn(object, key)) {
      refuse(walk, keyStart, `\`${key}\` stands here twice`, 'Keep one of the two.');
      continue;
    }
    const at = child(pointer, key);
    walk.places.set(at, { key: keyStart, value: keyStart });
    object[key] = toJson(walk, pair.value, at, depth + 1);
  }
  return object;
}

function scalarToJson(walk: Walk, scalar: Scalar, pointer: string): Json {
  const { value } = scalar;
  if (typeof value === 'string') return textToJson(walk, value, scalar, pointer);
  walk.written.set(pointer, scalar.source ?? '');
  if (typeof value === 'number' && !Number.isFinite(value)) return scalar.source ?? null;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function textToJson(walk: Walk, text: string, scalar: Scalar, pointer: string): string {
  const start = scalar.range?.[0] ?? 0;
  const { text: filled, filled: secret, unfilled } = substitute(text, walk.substitutions);
  if (secret) walk.substituted.add(pointer);
  if (unfilled.length > 0) walk.unfilled.add(pointer);
  for (const { index, detail, advice } of unfilled) {
    refuse(walk, start + offsetOf(index, walk.source.slice(start, scalar.range?.[1])), detail, advice);
  }
  return filled;
}

/** An alias counts what it copies: a few shared blocks pass, a bomb is refused before it unfolds. */
function aliasToJson(walk: Walk, alias: Alias, pointer: string, depth: number): Json {
  const start = alias.range?.[0] ?? 0;
  walk.aliases++;
  if (walk.aliases > limits.aliases) {
    refuse(walk, start, `More than ${limits.aliases} aliases are refused`, 'Write the values out.');
    return hostile(walk);
  }
  const target = alias.resolve(walk.document);
  if (target !== undefined) return toJson(walk, target as ParsedNode, pointer, depth + 1);
  const advice = 'Define it first, or write the value out.';
  refuse(walk, start, `There is no anchor \`&${alias.source}\` above`, advice);
  return hostile(walk);
}

function tooLarge(walk: Walk, start: number): null {
  const advice = `At most ${limits.depth} levels and ${limits.nodes} values are read.`;
  refuse(walk, start, 'This is nested too deeply or too long', advice);
  return hostile(walk);
}

function hostile(walk: Walk): null {
  walk.isHostile = true;
  return null;
}

/** The value is read on as if the tag were not there. */
function refuseTag(walk: Walk, tag: string, start: number): void {
  const before = walk.source.slice(Math.max(0, start - 200), start);
  const at = before.search(/![^\s!]*!?[^\s!]*\s*$/);
  const advice = 'Write the plain value; a text that looks like a number goes into quotes.';
  refuse(walk, at < 0 ? start : start - before.length + at, `The tag \`${tag}\` is refused`, advice);
}

function refuse(walk: Walk, offset: number, detail: string, advice: string): void {
  if (walk.problems.length >= limits.problems) return;
  const place = placeAt(walk.lines, offset);
  walk.problems.push(
    problem('landscape-invalid', 'landscape', detail, { file: walk.file, ...place, advice }),
  );
}

/** The place of a pointer; of its nearest parent when it is not in the file. */
function placeOf(walk: Walk, pointer: string, which: 'key' | 'value'): Place {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = walk.places.get(at);
    if (found !== undefined)
      return placeAt(walk.lines, (which === 'key' ? found.key : undefined) ?? found.value);
    if (at === '') return { line: 1, column: 1 };
  }
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
