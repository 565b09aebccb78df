import { count } from '../parts/words.ts';

/** Said of one and of many alike. */
const WORDS: Readonly<Record<string, string>> = {
  'still-parks': 'parked again',
  delivers: 'would be delivered',
};

/** How many messages met which end; what none met is left out. */
export function Outcomes({ counts }: { counts: Readonly<Record<string, number>> }) {
  return (
    <ul>
      {Object.entries(counts)
        .filter(([, number]) => number > 0)
        .map(([outcome, number]) => (
          <li key={outcome}>
            <strong>{count(number)}</strong> {WORDS[outcome] ?? outcome.replaceAll('-', ' ')}
          </li>
        ))}
    </ul>
  );
}
