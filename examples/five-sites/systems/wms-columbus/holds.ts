import type { Hold } from '../plumbing/bins.ts';
import { at, piecesAt } from './columns.ts';

export interface FileHold {
  reference: string;
  hold: Hold;
}

const states: Record<string, Hold['state']> = { H: 'hold', R: 'released', S: 'scrapped' };

/** The holds of a HLD file, or why it is refused. */
export function readHolds(text: string): FileHold[] | string {
  const holds: FileHold[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const hold = readHold(line);
    if (typeof hold === 'string') return `line ${index + 1}: ${hold}`;
    holds.push(hold);
  }
  return holds;
}

function readHold(line: string): FileHold | string {
  const reference = at(line, 2, 40);
  const state = states[at(line, 42, 1)];
  const quantity = piecesAt(line, 61);
  if (!line.startsWith('L')) return 'record type';
  if (reference === '') return 'reference is empty';
  if (state === undefined) return `action ${at(line, 42, 1)}`;
  if (typeof quantity === 'string') return quantity;
  return { reference, hold: { item: at(line, 43, 18), quantity, state } };
}
