import { type Problem, problem } from '../../vocabulary/problem.ts';

/** A breach of the landscape's rules, at a line of one of its files. */
export function breach(at: { file: string; line: number }, detail: string, advice: string): Problem {
  return problem('landscape-invalid', 'landscape', detail, {
    file: at.file,
    line: at.line,
    column: 1,
    advice,
  });
}
