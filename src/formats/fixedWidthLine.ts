import type { Json, JsonObject } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { Field } from './fixedWidthSettings.ts';

export interface Placed extends Field {
  start: number;
}

/** Each field with its position: where it says, or after the one before. */
export function place(fields: readonly Field[]): Placed[] {
  let next = 1;
  return fields.map((field) => {
    const start = field.start ?? next;
    next = start + field.width;
    return { ...field, start };
  });
}

/** Fields beyond the end of a line are empty: many systems leave blanks at the end off. */
export function readFields(text: string, fields: readonly Placed[]): JsonObject {
  const document: JsonObject = {};
  for (const { name, start, width, align, pad } of fields) {
    document[name] = unpadded(text.slice(start - 1, start - 1 + width), align ?? 'left', pad ?? ' ');
  }
  return document;
}

/** `000` padded with zeros is 0; an empty field stays empty. */
function unpadded(text: string, align: 'left' | 'right', pad: string): string {
  if (pad === '0' && align === 'right' && text.startsWith('-'))
    return `-${unpadded(text.slice(1), align, pad)}`;
  let [from, to] = [0, text.length];
  if (align === 'right') while (from < to && text[from] === pad) from++;
  else while (to > from && text[to - 1] === pad) to--;
  if (from === to && to > 0 && pad === '0') return '0';
  return text.slice(from, to).trim();
}

/** @throws ProblemError when a value does not fit into its field. */
export function writeFields(document: JsonObject, fields: readonly Placed[]): string {
  let line = '';
  for (const field of [...fields].sort((a, b) => a.start - b.start)) {
    line = line.padEnd(field.start - 1) + padded(textOf(document[field.name]), field);
  }
  return line;
}

function padded(text: string, { name, width, align, pad = ' ' }: Placed): string {
  if (text.length > width || /[\r\n]/.test(text)) {
    const detail = `"${text}" does not fit into ${name}, which has ${width} characters of one line`;
    throw new ProblemError(problem('mapping-failed', 'send', detail, { field: name, value: text }));
  }
  if (align !== 'right') return text.padEnd(width, pad);
  const isNegative = pad === '0' && text.startsWith('-');
  return isNegative ? `-${text.slice(1).padStart(width - 1, pad)}` : text.padStart(width, pad);
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  throw new ProblemError(problem('mapping-failed', 'send', 'A field of fixed width takes a plain value'));
}
