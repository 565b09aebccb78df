import { number } from '../words.ts';

/** One line for each outcome, the most frequent first. */
export function sumsText(
  sums: Readonly<Record<string, number>>,
  meaning: (outcome: string) => string,
): string {
  return Object.entries(sums)
    .sort(([, a], [, b]) => b - a)
    .map(
      ([outcome, messages]) =>
        `  ${number(messages).padStart(9)}  ${outcome.padEnd(12)} ${meaning(outcome)}\n`,
    )
    .join('');
}
