import type { Delivery } from '../connector.ts';

/** Names stay well below what file systems take (255 bytes), with room for the ending of a temporary file. */
const nameLimit = 200;

/** The name of a file from its template and the first delivery in it. */
export function fileName(template: string, first: Delivery, extension: string, now: Date): string {
  const values: Record<string, string> = {
    id: idText(first.id),
    entity: first.entity,
    key: first.key,
    subject: first.subject,
    localKey: first.localKey ?? first.subject,
    date: now.toISOString().slice(0, 10).replaceAll('-', ''),
    extension,
  };
  const name = template.replace(/\{(\w+)\}/g, (whole, word: string) => safe(values[word] ?? whole));
  return name.startsWith('.') ? `_${name}` : name;
}

/** `erp/orders:17` as `erp.orders-000000000017`: by name is then in the order of the ledger. */
function idText(id: string): string {
  return id
    .replaceAll('/', '.')
    .replace(/:(\d+)$/, (_, position: string) => `-${position.padStart(12, '0')}`);
}

/** Letters, digits, `.`, `_` and `-`; all else as `%XX`, so that two keys never make the same name. */
function safe(text: string): string {
  const encoded = text.replace(/[^A-Za-z0-9._-]+/g, (part) =>
    Buffer.from(part.toWellFormed()).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
  return encoded.length <= nameLimit ? encoded : encoded.slice(0, nameLimit) + tooLong;
}

/** Makes the file system refuse the name: two long keys must not share a file because both were cut. */
const tooLong = '_'.repeat(200);
