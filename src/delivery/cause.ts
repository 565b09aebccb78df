import { createHash } from 'node:crypto';
import { type Problem, problemTypes } from '../vocabulary/problem.ts';

/** What messages have in common that one mend frees. */
export interface Cause {
  /** The same in every hub and after every restart. */
  id: string;
  /** For people: `unit 'BX' of na-erp has no translation`. */
  title: string;
}

/**
 * A value that a code list lacks and a thing that is not known are one cause wherever they are met, since one mend frees all; anything else is
 * one with the same interface, stage, code, field, value and words, numbers aside.
 */
export function causeOf(direction: 'in' | 'out', interfaceId: string, problem: Problem): Cause {
  const [parts, title] =
    missingCode(direction, interfaceId, problem) ??
    missingReference(direction, problem) ??
    brokenRule(interfaceId, problem) ??
    other(interfaceId, problem);
  return { id: createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16), title };
}

type Found = [parts: (string | undefined)[], title: string];

function missingCode(direction: 'in' | 'out', interfaceId: string, problem: Problem): Found | undefined {
  const { code, list, value } = problem;
  if (code !== 'code-unknown' || list === undefined || value === undefined) return undefined;
  const system = systemOf(interfaceId);
  const place = direction === 'in' ? `of ${system} has no translation` : `has no translation for ${system}`;
  return [[code, direction, system, list, value], `${list} '${value}' ${place}`];
}

function missingReference(direction: 'in' | 'out', { code, awaits }: Problem): Found | undefined {
  if (code !== 'reference-unknown' || awaits === undefined) return undefined;
  const [entity, system, ...key] = awaits.split(' ');
  const title =
    direction === 'in'
      ? `${entity} ${key.join(' ')} of ${system} is not known to the hub yet`
      : `${entity} ${key.join(' ')} has no key in ${system} yet`;
  return [[code, direction, awaits], title];
}

function brokenRule(interfaceId: string, { code, stage, rule, detail }: Problem): Found | undefined {
  if (rule === undefined) return undefined;
  return [
    [interfaceId, stage, code, rule],
    `${interfaceId}: rule ${rule}: ${numbersAside(detail.replace(`(${rule}: `, '('))}`,
  ];
}

function other(interfaceId: string, { code, stage, field, value, detail }: Problem): Found {
  const words = numbersAside(detail);
  const seen =
    code === 'code-unknown' || code === 'unit-not-convertible' ? value : value?.replace(/\d+/g, '#');
  const parts = [interfaceId, stage, code, field?.replace(/\[\d+\]/g, '[]'), seen?.slice(0, 80), words];
  return [parts, `${interfaceId}: ${words === '' ? problemTypes[code].title : words}`];
}

/** `order 4711 blocked` and `order 4712 blocked` say the same; the status that a target answered with is no such number. */
function numbersAside(words: string): string {
  return words
    .replace(/(answered \d{3})|[\p{L}\p{N}_~.-]*\d[\p{L}\p{N}_~.-]*/gu, (_, status) => status ?? '#')
    .slice(0, 300);
}

/** `na-erp` of `na-erp/orders`. */
export function systemOf(interfaceId: string): string {
  return interfaceId.slice(0, interfaceId.indexOf('/'));
}
