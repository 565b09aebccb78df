import { count, wordsOf } from '../parts/words.ts';

/** How many messages met which end; what none met is left out. */
export function Outcomes({ counts }: { counts: Readonly<Record<string, number>> }) {
  return (
    <ul>
      {Object.entries(counts)
        .filter(([, number]) => number > 0)
        .map(([outcome, number]) => (
          <li key={outcome}>
            <strong>{count(number)}</strong> {wordsOf(outcome.replaceAll('-', ' '))}
          </li>
        ))}
    </ul>
  );
}
