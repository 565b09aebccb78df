import { ProblemError } from '../vocabulary/problem.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import type { Terminal } from './terminal.ts';
import { printable } from './words.ts';

/** SQLSTATE: no such user or wrong password, no such database, no right to do this. */
const REFUSED = /^(?:28...|3D000|42501)$/;

/** Says in one sentence what went wrong, and what to do; gives the exit code. */
export function writeFailure(error: unknown, { output, colors }: Terminal): number {
  const { sentence, advice, exitCode } = failureOf(error);
  output.write(`${colors.red('✗')} ${printable(sentence)}\n`);
  if (advice !== undefined) output.write(`  ${printable(advice)}\n`);
  return exitCode;
}

function failureOf(error: unknown): { sentence: string; advice?: string; exitCode: number } {
  if (error instanceof CommandFailure) {
    return { sentence: error.message, advice: error.advice, exitCode: error.exitCode };
  }
  if (error instanceof ProblemError) {
    return { sentence: error.problem.detail, advice: error.problem.advice, exitCode: exitCodes.failed };
  }
  const { code, message, stack, port } = error as NodeJS.ErrnoException & { port?: number };
  if (REFUSED.test(code ?? '')) {
    return {
      sentence: `The database refuses: ${message}.`,
      advice: 'See user, password and name of the database in DATABASE_URL, and what the user may do there.',
      exitCode: exitCodes.failed,
    };
  }
  if (code === 'EADDRINUSE') {
    return {
      sentence: `Port ${port} is taken by another program.`,
      advice: 'Stop that one; a scenario runs once on a machine.',
      exitCode: exitCodes.failed,
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      sentence: 'The database does not answer.',
      advice:
        'See whether DATABASE_URL names a PostgreSQL that runs, or leave it out: the hub then brings its own.',
      exitCode: exitCodes.failed,
    };
  }
  return {
    sentence: message || String(error),
    ...(stack !== undefined && { advice: `This was not foreseen; please report it:\n${stack}` }),
    exitCode: exitCodes.failed,
  };
}

/** `lineshaft status | head` is no failure. */
export function isPipeClosed(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE';
}
