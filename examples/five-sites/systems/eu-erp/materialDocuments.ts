import type { Fields } from '../plumbing/fields.ts';
import type { Book } from './book.ts';
import { system } from './codes.ts';

/** What was moved, now, under a number of its own. */
export function putMaterialDocument(book: Book, moved: Fields): void {
  const MaterialDocument = book.number('material document', 49000001);
  const record = { MaterialDocument, ...moved, OccurredAt: new Date().toISOString() };
  book.put('MaterialDocuments', MaterialDocument, record, system);
}
