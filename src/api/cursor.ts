import { type Problem, problem } from '../vocabulary/problem.ts';

/** Where a page ended, as one word that only this API reads. */
export function writeCursor(...parts: string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

export function readCursor(cursor: string, length: number): string[] | Problem {
  const wrong = () =>
    problem('request-invalid', 'api', 'The cursor is none that this list gave.', { field: 'cursor' });
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits =
      Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string');
    return fits ? parts : wrong();
  } catch {
    return wrong();
  }
}
