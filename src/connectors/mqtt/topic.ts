import { type Problem, problem } from '../../vocabulary/problem.ts';
import type { Delivery } from '../connector.ts';
import { textAt } from './fieldAt.ts';

/**
 * The topic of a delivery. A value cannot add a level or a wildcard: `+ # / %`, control characters and a leading `$`
 * are written as `%2B` and so on. A field that is missing is a problem, as two things would share a topic.
 */
export function topicOf(template: string, delivery: Delivery): { topic: string } | { problem: Problem } {
  const missing: string[] = [];
  const topic = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = textAt(delivery.document, name) ?? ofDelivery(delivery, name);
    if (value === undefined) missing.push(name);
    return encode(value ?? '');
  });
  if (missing.length > 0) {
    const detail = `The topic ${template} needs "${missing.join('", "')}", which the document does not have.`;
    return { problem: problem('mapping-failed', 'send', detail, { field: missing[0]! }) };
  }
  if (Buffer.byteLength(topic) <= 65_535) return { topic };
  return {
    problem: problem('key-invalid', 'send', 'The topic is longer than 65535 bytes.', { value: topic }),
  };
}

function ofDelivery(delivery: Delivery, name: string): string | undefined {
  const { id, key, entity, subject, localKey } = delivery;
  return ({ id, key, entity, subject, localKey } as Record<string, string | undefined>)[name];
}

function encode(value: string): string {
  return value.replace(/^\$|[+#/%\u0000-\u001f\u007f-\u009f]/g, (c) => encodeURIComponent(c));
}
