import { isObject, type Json } from '../../vocabulary/json.ts';
import { ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Delivery } from '../connector.ts';
import type { Dialect, ParsedStatement } from './database.ts';
import { toValue } from './values.ts';
import type { Zone } from './zone.ts';

/** A delivery with the values of the statement's parameters, in their order. */
export interface Bound {
  delivery: Delivery;
  values: (string | null)[];
}

/** `:delivery.id` and the like: what the hub knows of the delivery besides the document. */
const ofDelivery: Record<string, (delivery: Delivery) => string | undefined> = {
  'delivery.id': (d) => d.id,
  'delivery.key': (d) => d.key,
  'delivery.entity': (d) => d.entity,
  'delivery.subject': (d) => d.subject,
  'delivery.localKey': (d) => d.localKey,
};

/** How a delivery gives the values: `:FIELD` and `:field.inner` from the document, a missing one as null. */
export function binder(
  statement: ParsedStatement,
  dialect: Dialect,
  zone: Zone,
  localTimes: readonly string[],
): (delivery: Delivery) => Bound {
  const local = new Set(localTimes);
  const getters = statement.names.map((name) => {
    const known = ofDelivery[name];
    if (known) return (delivery: Delivery) => known(delivery) ?? null;
    return (delivery: Delivery) => {
      const value = toValue(fieldOf(delivery.document, name), dialect);
      return value !== null && local.has(name) ? zone.toLocal(value) : value;
    };
  });
  return (delivery) => ({ delivery, values: getters.map((get) => get(delivery)) });
}

/** Throws a ProblemError for `:delivery.…` that there is not and for a `localTimes` that names no parameter. */
export function refuseUnknownParameters(
  statement: ParsedStatement,
  localTimes: readonly string[],
  file: string,
): void {
  const unknown = statement.names.find((name) => name.startsWith('delivery.') && !(name in ofDelivery));
  const idle = localTimes.find((name) => !statement.names.includes(name));
  if (unknown === undefined && idle === undefined) return;
  const detail =
    unknown === undefined
      ? `localTimes names "${idle}", which is no parameter of the statement; it has ${statement.names.map((n) => `:${n}`).join(', ')}.`
      : `The statement has a parameter ":${unknown}"; of the delivery there are ${Object.keys(ofDelivery).join(', ')}.`;
  throw new ProblemError(problem('landscape-invalid', 'send', detail, { file }));
}

function fieldOf(document: Json, name: string): Json | undefined {
  if (isObject(document) && Object.hasOwn(document, name)) return document[name];
  let value: Json | undefined = document;
  for (const part of name.split('.')) {
    value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return value;
}
