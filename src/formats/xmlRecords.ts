import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Json } from '../vocabulary/json.ts';
import type { ProblemCode } from '../vocabulary/problem.ts';
import type { DecodedRecord } from './format.ts';
import { xmlDepthLimit } from './limits.ts';
import { failed, failedByEncoding, failedBySize, type RecordReader } from './recordReader.ts';
import type { XmlSettings } from './xmlSettings.ts';
import { type XmlTree, xmlTree } from './xmlTree.ts';

/** The record element that is open. */
interface OpenRecord {
  line: number;
  /** Where it begins in the text. */
  start: number;
  depth: number;
  tree: XmlTree;
  /** The beginning of its text, when it is too large; it is then read over. */
  cut?: string;
  fault?: string;
}

/**
 * Records of an XML text. A record that is too large, or in a foreign namespace, is a problem of its own and the rest
 * goes on; what is not well-formed, deeper than 100 elements, or has a document type definition ends the reading.
 * Holds the text of one record and never more than the limit.
 */
export function xmlRecords(settings: XmlSettings, limit: number): RecordReader {
  const isRecord = recordMatcher(settings.record);
  const arrays = new Set(settings.arrays ?? []);
  const uris = settings.namespaces && new Set(Object.values(settings.namespaces));
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  let ready: DecodedRecord[] = [];
  let record: OpenRecord | undefined;
  let stopped = false;
  /** The text since `base`: from the start of the open record, or of the last tag. */
  let held = '';
  let base = 0;
  let fed = 0;
  let lastEvent = 0;

  parser.on('doctype', () => stop('document-hostile', 'The document has a document type definition'));
  parser.on('error', (error) =>
    stop('document-malformed', `Not well-formed: ${error.message.replace(/^[\d:]+ /, '')}`),
  );
  parser.on('opentag', (tag) => {
    moved();
    openElement(tag);
  });
  parser.on('closetag', () => {
    moved();
    closeElement();
  });
  parser.on('text', (text) => {
    moved();
    addText(text);
  });
  parser.on('cdata', (text) => {
    moved();
    addText(text);
  });
  parser.on('comment', moved);
  parser.on('processinginstruction', moved);

  function openElement(tag: SaxesTagNS): void {
    path.push(tag.local);
    if (path.length > xmlDepthLimit)
      stop('document-hostile', `Elements are nested deeper than ${xmlDepthLimit}`);
    if (tag.local === '__proto__') stop('document-hostile', 'An element is named __proto__');
    if (!record && isRecord(path)) beginRecord();
    if (uris && !uris.has(tag.uri)) foreign(tag);
    if (record && record.cut === undefined) record.tree.open(tag);
  }

  function addText(text: string): void {
    if (record && record.cut === undefined) record.tree.text(text);
  }

  function beginRecord(): void {
    const start = held.lastIndexOf('<', parser.position - base - 1) + base;
    record = { line: parser.line, start, depth: path.length, tree: xmlTree(arrays) };
  }

  function foreign(tag: SaxesTagNS): void {
    const sentence = `Element ${tag.local} is in the namespace "${tag.uri}", which is not one of those declared`;
    if (record) record.fault ??= sentence;
    else stop('document-malformed', sentence);
  }

  function closeElement(): void {
    const isEnd = path.length === record?.depth;
    path.pop();
    if (!record) return;
    const closed = record.cut === undefined ? record.tree.close() : undefined;
    if (!isEnd) return;
    ready.push(toRecord(record, closed?.value ?? null));
    record = undefined;
  }

  function toRecord(ended: OpenRecord, value: Json): DecodedRecord {
    const { line, fault } = ended;
    const raw = ended.cut ?? rawOf(ended);
    if (ended.cut !== undefined || raw.length > limit) return failedBySize(line, raw, limit);
    const damaged = failedByEncoding(line, raw, settings.encoding ?? 'text in the encoding declared');
    if (damaged) return damaged;
    if (fault) return failed(line, raw, 'document-malformed', fault);
    const root = /^<(?:[^\s:/>]+:)?([^\s/>]+)/.exec(raw)?.[1] ?? '';
    return { line, raw, document: settings.record === undefined ? { [root]: value } : value };
  }

  function rawOf({ start }: OpenRecord): string {
    return held.slice(start - base, parser.position - base);
  }

  /** Leaves the parser at once: what it would do with the rest of a hostile text may take hours. */
  function stop(code: ProblemCode, detail: string): never {
    const raw = (record ? (record.cut ?? held.slice(record.start - base)) : held).slice(0, limit);
    ready.push(failed(record?.line ?? parser.line, raw, code, detail));
    throw new Stopped();
  }

  function moved(): void {
    lastEvent = parser.position;
  }

  /** Lets go of the text that no record needs any more, and of records that are too large. */
  function letGo(): void {
    if (record && record.cut === undefined && fed - record.start > limit) {
      record.cut = held.slice(record.start - base, record.start - base + limit);
    }
    const lastTag = Math.max(held.lastIndexOf('<'), held.length - limit, 0);
    const from = record && record.cut === undefined ? record.start - base : lastTag;
    base += from;
    held = held.slice(from);
    if (fed - lastEvent <= limit) return;
    ready.push(failedBySize(record?.line ?? parser.line, record?.cut ?? held, limit));
    throw new Stopped();
  }

  function* take(): Iterable<DecodedRecord> {
    const taken = ready;
    ready = [];
    yield* taken;
  }

  function unlessStopped(step: () => void): void {
    try {
      if (!stopped) step();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      stopped = true;
    }
  }

  return {
    *read(text) {
      unlessStopped(() => {
        if (text === '') return;
        held += text;
        fed += text.length;
        parser.write(text.toWellFormed());
        letGo();
      });
      yield* take();
    },
    *end() {
      unlessStopped(() => parser.close());
      yield* take();
    },
  };
}

/** Thrown out of the parser's handlers when nothing more is to be read. */
class Stopped extends Error {}

function recordMatcher(record: string | undefined): (path: readonly string[]) => boolean {
  if (record === undefined) return (path) => path.length === 1;
  if (!record.includes('/')) return (path) => path.at(-1) === record;
  return (path) => path.join('/') === record;
}
