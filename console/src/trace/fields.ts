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
  const [told, made] = [sizesOf(source), sizesOf(target)];
  return target.flatMap(({ name }) =>
    sourcesOf(name, lineage, source)
      .filter((from) => isBeside(placeOf(from), placeOf(name), told, made))
      .map((from) => ({ source: from, target: name })),
  );
}

/** Which element of which list a field is part of, of lists in lists the outer one. */
interface Place {
  list: string;
  element: string;
}

function placeOf(name: string): Place | undefined {
  const parts = name.split('.');
  const at = parts.findIndex((part) => /^\d+$/.test(part));
  return at === -1 ? undefined : { list: parts.slice(0, at).join('.'), element: parts[at]! };
}

/** How many elements each list has. */
function sizesOf(fields: readonly Field[]): Map<string, number> {
  const elements = fields.flatMap(({ name }) => placeOf(name) ?? []);
  const lists = Map.groupBy(elements, ({ list }) => list);
  return new Map([...lists].map(([list, its]) => [list, new Set(its.map(({ element }) => element)).size]));
}

/** Where a list is made of one that is as long, each element is made of the one at its place; else it may be made of any. */
function isBeside(
  source: Place | undefined,
  target: Place | undefined,
  told: ReadonlyMap<string, number>,
  made: ReadonlyMap<string, number>,
): boolean {
  if (!source || !target || told.get(source.list) !== made.get(target.list)) return true;
  return source.element === target.element;
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
