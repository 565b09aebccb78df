import { type Field, fieldsOf } from '../parts/fields.ts';

/** A field of one document as the lineage of a mapping writes it: `lines.0.quantity` and `lines[].quantity` become `lines.quantity`. */
function plain(name: string): string {
  return name
    .replaceAll('[]', '')
    .split('.')
    .filter((part) => part !== '*' && !/^\d+$/.test(part))
    .join('.');
}

export interface Lineage {
  target: string;
  sources: readonly string[];
}

/** One line: a field, and one that it is made from. */
export interface Thread {
  source: string;
  target: string;
}

/** Each field made, with each field of the source document that it is made from. */
export function threadsOf(
  source: readonly Field[],
  target: readonly Field[],
  lineage: readonly Lineage[],
): Thread[] {
  return target.flatMap(({ name }) =>
    sourcesOf(name, lineage, source).map((from) => ({ source: from, target: name })),
  );
}

/** Names of the source fields that a field is made from, among those the document has. */
export function sourcesOf(
  attribute: string,
  lineage: readonly Lineage[],
  source: readonly Field[],
): string[] {
  const wanted = plain(attribute);
  const makes = lineage
    .filter(({ target }) => fits(plain(target), wanted))
    .flatMap(({ sources }) => sources.map(plain));
  return source
    .filter(({ name }) => makes.some((made) => fits(plain(name), made) || plain(name).endsWith(`.${made}`)))
    .map(({ name }) => name);
}

function fits(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** What was received, as fields: as the mapping got it, else of JSON text that document. */
export function readTold(raw: string, document: unknown): Field[] {
  if (document !== undefined) return fieldsOf(document);
  try {
    return fieldsOf(JSON.parse(raw));
  } catch {
    return [];
  }
}
