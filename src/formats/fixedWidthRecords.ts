import type { JsonObject } from '../vocabulary/json.ts';
import { type Placed, place, readFields } from './fixedWidthLine.ts';
import type { FixedWidthSettings, RecordType } from './fixedWidthSettings.ts';
import type { DecodedRecord } from './format.ts';
import { type Line, lineSplitter } from './lines.ts';
import { failed, failedByEncoding, failedBySize, type RecordReader } from './recordReader.ts';

type Kind = RecordType & { name: string; placed: Placed[] };

/** A document whose lines are still coming. */
interface Group {
  line: number;
  raw: string[];
  length: number;
  document: JsonObject;
  /** The lines under which the next may stand, outermost first. */
  open: { kind: Kind; node: JsonObject }[];
  /** The first thing wrong in it: a document that lacks a line is not handed on. */
  fault?: string;
}

/**
 * Documents of a text with fixed widths. A line that cannot be read makes the document it stands in a problem, with
 * all its lines; the next document goes on.
 */
export function fixedWidthRecords(
  settings: FixedWidthSettings,
  encoding: string,
  limit: number,
): RecordReader {
  const lines = lineSplitter(limit);
  const kinds = kindsOf(settings);
  const single = settings.records === undefined ? kindOf('', { fields: settings.fields ?? [] }) : undefined;
  const roots = [...kinds.values()].filter((kind) => kind.under === undefined && !kind.ignore);
  let group: Group | undefined;

  function* each(these: Iterable<Line>): Iterable<DecodedRecord> {
    for (const line of these) if (line.tooLong || line.text.trim() !== '') yield* oneLine(line);
  }

  function* oneLine(line: Line): Iterable<DecodedRecord> {
    const kind = single ?? kinds.get(typeOf(line.text));
    const wrong = faultOf(line, kind);
    if (kind?.ignore) return;
    if (kind && kind.under === undefined) {
      yield* flush();
      const document = readFields(line.text, kind.placed);
      if (roots.length > 1) document['recordType'] = kind.name;
      group = { line: line.number, raw: [], length: 0, document, open: [] };
      put(line, wrong);
      nest(kind, document);
    } else if (!group)
      yield failed(line.number, line.text, 'document-malformed', wrong ?? orphan(line, kind));
    else {
      put(line, wrong);
      if (kind && !group.fault) addUnder(group, kind, line);
    }
  }

  function put(line: Line, wrong: string | undefined): void {
    if (!group) return;
    if (group.length <= limit) group.raw.push(line.text);
    group.length += line.text.length + 1;
    if (wrong) group.fault ??= wrong;
  }

  function addUnder(to: Group, kind: Kind, line: Line): void {
    while (to.open.length > 0 && to.open.at(-1)?.kind.name !== kind.under) to.open.pop();
    const upper = to.open.at(-1);
    if (!upper) {
      to.fault = orphan(line, kind);
      return;
    }
    if (to.length > limit) return;
    const node = readFields(line.text, kind.placed);
    (upper.node[listName(kind)] as JsonObject[]).push(node);
    nest(kind, node);
  }

  /** Lists of lower lines are there also when they are empty. */
  function nest(kind: Kind, node: JsonObject): void {
    group?.open.push({ kind, node });
    for (const lower of kinds.values())
      if (lower.under === kind.name && kind.name !== '') node[listName(lower)] = [];
  }

  function* flush(): Iterable<DecodedRecord> {
    if (!group) return;
    const { line, length, document, fault } = group;
    const raw = group.raw.join('\n');
    group = undefined;
    const damaged = failedByEncoding(line, raw, encoding);
    if (length > limit + 1) yield failedBySize(line, raw, limit);
    else if (damaged) yield damaged;
    else if (fault) yield failed(line, raw, 'document-malformed', fault);
    else yield { line, raw, document };
  }

  function faultOf(line: Line, kind: Kind | undefined): string | undefined {
    if (line.tooLong) return `Line ${line.number} is longer than ${limit} characters`;
    if (!kind) return `Line ${line.number} is of the type "${typeOf(line.text)}", which is not declared`;
    if (settings.length === undefined || line.text.length === settings.length) return undefined;
    return `Line ${line.number} has ${line.text.length} characters where ${settings.length} are expected`;
  }

  const typeOf = (text: string): string => {
    const { start = 1, width = 1 } = settings.type ?? {};
    return text.slice(start - 1, start - 1 + width).trim();
  };

  return {
    read: (text) => each(lines.split(text)),
    *end() {
      yield* each(lines.end());
      yield* flush();
    },
  };
}

/** The declared types of lines, by what marks them. */
export function kindsOf(settings: FixedWidthSettings): Map<string, Kind> {
  return new Map(Object.entries(settings.records ?? {}).map(([name, type]) => [name, kindOf(name, type)]));
}

function kindOf(name: string, type: RecordType): Kind {
  return { ...type, name, placed: place(type.fields ?? []) };
}

export function listName(kind: Kind): string {
  return kind.as ?? kind.name;
}

function orphan(line: Line, kind: Kind | undefined): string {
  return `Line ${line.number} of the type "${kind?.name}" does not stand under one of the type "${kind?.under}"`;
}
