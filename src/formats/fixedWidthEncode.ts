import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import { place, writeFields } from './fixedWidthLine.ts';
import { kindsOf, listName } from './fixedWidthRecords.ts';
import type { FixedWidthSettings } from './fixedWidthSettings.ts';

type Kinds = ReturnType<typeof kindsOf>;
type Kind = Kinds extends Map<string, infer K> ? K : never;

/** @throws ProblemError when a value does not fit, or a document's type of line cannot be told. */
export function encodeFixedWidth(documents: readonly Json[], settings: FixedWidthSettings): string {
  const kinds = kindsOf(settings);
  const placed = place(settings.fields ?? []);
  const lines = documents.flatMap((document) => {
    if (!isObject(document)) throw refused('A line is made from an object of plain values');
    if (kinds.size === 0) return [writeFields(document, placed)];
    return linesOf(document, rootKind(document, kinds), kinds, settings);
  });
  const lineEnd = settings.lineEnd === 'lf' ? '\n' : '\r\n';
  return lines.map((line) => line.padEnd(settings.length ?? 0) + lineEnd).join('');
}

function rootKind(document: JsonObject, kinds: Kinds): Kind {
  const roots = [...kinds.values()].filter((kind) => kind.under === undefined && !kind.ignore);
  const root = roots.length === 1 ? roots[0] : roots.find((kind) => kind.name === document['recordType']);
  if (root) return root;
  throw refused(`recordType must be one of ${roots.map((kind) => kind.name).join(', ')}`);
}

function linesOf(document: JsonObject, kind: Kind, kinds: Kinds, settings: FixedWidthSettings): string[] {
  const { start = 1, width = 1 } = settings.type ?? {};
  const marked = [...kind.placed, { name: markName, start, width }];
  const line = writeFields({ ...document, [markName]: kind.name }, marked.filter(isFirstAt));
  const lower = [...kinds.values()].filter((other) => other.under === kind.name);
  return [line, ...lower.flatMap((other) => lowerLines(document[listName(other)], other, kinds, settings))];
}

function lowerLines(
  list: Json | undefined,
  kind: Kind,
  kinds: Kinds,
  settings: FixedWidthSettings,
): string[] {
  const nodes = Array.isArray(list) ? list : [];
  return nodes.flatMap((node) => (isObject(node) ? linesOf(node, kind, kinds, settings) : []));
}

const markName = '\u0000type';

/** A field that is declared at the place of the type is written as the type. */
function isFirstAt(
  { name, start }: { name: string; start: number },
  _: number,
  all: { name: string; start: number }[],
) {
  return name === markName || !all.some((other) => other.name === markName && other.start === start);
}

function refused(detail: string): ProblemError {
  return new ProblemError(problem('mapping-failed', 'send', detail));
}
