import { mentionsOf } from '../identity/mentions.ts';
import { isObject, type JsonObject, objectsOf } from '../vocabulary/json.ts';
import { keyPart } from '../vocabulary/keys.ts';

/** Keys by which an event finds instances: of the thing, of the documents it names, of the case that it belongs to, and of whom an invoice of ours is paid by. */
export function keysOf({ subject, data }: { subject: string; data: JsonObject }): string[] {
  const { record } = data;
  const told = isObject(record) ? record : data;
  const { caseNumber } = told;
  return [
    subject,
    ...mentionsOf(told),
    ...(typeof caseNumber === 'string' ? [`case~${keyPart(caseNumber)}`] : []),
    ...owersOf(told),
  ];
}

function owersOf({ direction, parties }: JsonObject): string[] {
  if (direction !== 'receivable') return [];
  const owers = objectsOf(parties).flatMap(({ party }) =>
    typeof party === 'string' ? [`owes~${party}`] : [],
  );
  return [...new Set(owers)];
}
