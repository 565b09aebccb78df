import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ProblemError, problem } from '../../vocabulary/problem.ts';
import type { Dialect, ParsedStatement } from './database.ts';
import { parseStatement } from './parameters.ts';

/** One statement from a file of the landscape. Throws a ProblemError when it cannot be read. */
export function readStatement(folder: string, file: string, dialect: Dialect): ParsedStatement {
  try {
    return parseStatement(readFileSync(resolve(folder, file), 'utf8'), dialect.name);
  } catch (error) {
    const detail = `The file ${file} cannot be read: ${(error as Error).message}.`;
    throw new ProblemError(problem('landscape-invalid', 'landscape', detail, { file }), { cause: error });
  }
}
