import type { Json } from '../vocabulary/json.ts';
import type { CodeList } from './checker.ts';
import { allows } from './codeLists.ts';
import { normalDecimal, scaled } from './decimal.ts';
import { didYouMean, type Faults, fault, kindOf } from './faults.ts';
import type { SchemaNode } from './schema.ts';
import { fits, hasControls, longestText, normalText } from './text.ts';
import type { Reading } from './time.ts';

/** Reads one value into normal form; undefined when it says nothing. What does not fit stays and is told. */
export type Step = (value: Json, faults: Faults) => Json | undefined;

const key = /^[A-Za-z0-9._~-]{1,200}$/;
const duration =
  /^P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
const mintPrefixes: Record<string, string> = { item: 'itm_', supplier: 'sup_', customer: 'cus_' };

/** Text in normal form; empty text says nothing. */
export const readText: Step = (value, faults) => {
  if (typeof value !== 'string') return value === null ? null : refuse(faults, 'text', value);
  if (value.length > longestText) {
    fault(faults, 'field-too-large', `text of ${value.length} characters`, value);
    return value;
  }
  const text = normalText(value);
  return text === '' ? undefined : text;
};

/** A number or code of the source's: control characters are refused, since taking them away could make two keys one. */
export function readIdentifier(limit: number): Step {
  return (value, faults) => {
    if (typeof value === 'string' && hasControls(value.trim())) {
      fault(faults, 'key-invalid', 'control characters in a number', value);
      return value;
    }
    const text = readText(value, faults);
    if (typeof text === 'string' && !fits(text, limit)) {
      fault(faults, 'key-invalid', `longer than ${limit} characters`, text);
    }
    return text;
  };
}

/** A canonical key; of a minted entity only with its prefix. */
export function readKey(reference: string | undefined): Step {
  const prefixes = (reference ?? '').split(' or ').map((entity) => mintPrefixes[entity]);
  const minted = prefixes.every((prefix) => prefix !== undefined) ? (prefixes as string[]) : [];
  const expected = `a canonical key${reference ? ` of ${reference}` : ''}${minted.length ? ` (${minted.join('… or ')}…)` : ''}`;
  return (value, faults) => {
    const text = typeof value === 'string' ? value.trim() : value;
    if (text === null) return null;
    if (text === '') return undefined;
    if (typeof text !== 'string') return refuse(faults, expected, value);
    const fitting =
      key.test(text) && (minted.length === 0 || minted.some((prefix) => text.startsWith(prefix)));
    if (!fitting) fault(faults, 'key-invalid', `expected ${expected}`, text);
    return text;
  };
}

/** Decimal text, or a finite JSON number, as decimal text in normal form; within the bounds of the schema. */
export function readDecimal(node: SchemaNode): Step {
  const least = node['x-minimum'];
  const most = node['x-maximum'];
  return (value, faults) => {
    if (value === null || value === '') return value === null ? null : undefined;
    if (typeof value !== 'string' && typeof value !== 'number')
      return refuse(faults, 'a decimal', value, 'number-invalid');
    const decimal = normalDecimal(value);
    if (decimal === undefined) {
      if (typeof value === 'string' && value.trim() === '') return undefined;
      fault(
        faults,
        'number-invalid',
        'expected a decimal with at most 18 digits before and 9 after the point',
        value,
      );
      return value;
    }
    if (least !== undefined && most !== undefined) within(decimal, least, most, faults);
    return decimal;
  };
}

function within(decimal: string, least: string, most: string, faults: Faults): void {
  const value = scaled(decimal);
  if (value < scaled(least) || value > scaled(most)) {
    fault(faults, 'number-invalid', `expected ${least} to ${most}`, decimal);
  }
}

/** A day, instant or moment by its reader. */
export function readTime(read: (text: string) => Reading): Step {
  return (value, faults) => {
    if (value === null) return null;
    if (typeof value !== 'string') return refuse(faults, 'date text', value, 'date-invalid');
    const text = value.trim();
    if (text === '' || text === '0') return undefined;
    const reading = read(text);
    if (reading === 'absent') return undefined;
    if ('value' in reading) return reading.value;
    fault(faults, 'date-invalid', `expected ${reading.expected}`, text);
    return value;
  };
}

/** An ISO 8601 duration. */
export const readDuration: Step = (value, faults) => {
  const text = readText(value, faults);
  if (typeof text === 'string' && !(text.length <= 60 && duration.test(text))) {
    fault(faults, 'schema-violated', 'expected an ISO 8601 duration, P3D or PT15M', text);
  }
  return text;
};

/** A canonical value of the list. */
export function readCode(list: CodeList): Step {
  return (value, faults) => {
    if (typeof value === 'string' && list.values.has(value)) return value;
    const text = readText(value, faults);
    if (typeof text === 'string' && !allows(list, text)) {
      fault(faults, 'code-unknown', `not in code list ${list.name}${advised(list, text)}`, text);
    }
    return text;
  };
}

function advised(list: CodeList, word: string): string {
  const canonical = list.aliases.get(word);
  if (canonical === undefined) return didYouMean(word, list.values.keys());
  return `; $code('${list.name}', '${word}') reads it as ${canonical}`;
}

export const readBoolean: Step = (value, faults) =>
  typeof value === 'boolean' || value === null
    ? value
    : value === ''
      ? undefined
      : refuse(faults, 'true or false', value);

export const readInteger: Step = (value, faults) =>
  Number.isSafeInteger(value) || value === null
    ? value
    : value === ''
      ? undefined
      : refuse(faults, 'a whole number', value, 'number-invalid');

export function refuse(
  faults: Faults,
  expected: string,
  value: Json,
  code: 'schema-violated' | 'number-invalid' | 'date-invalid' = 'schema-violated',
): Json {
  fault(faults, code, `expected ${expected}, got ${kindOf(value)}`, value);
  return value;
}
