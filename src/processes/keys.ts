import { mentionsOf } from '../identity/mentions.ts';
import { isObject, type JsonObject } from '../vocabulary/json.ts';
import { keyPart } from '../vocabulary/keys.ts';

/** Keys by which an event finds instances: of the thing, of the documents it names, and of the case that it belongs to. */
export function keysOf({ subject, data }: { subject: string; data: JsonObject }): string[] {
  const { record } = data;
  const told = isObject(record) ? record : data;
  const { caseNumber } = told;
  return [
    subject,
    ...mentionsOf(told),
    ...(typeof caseNumber === 'string' ? [`case~${keyPart(caseNumber)}`] : []),
  ];
}
