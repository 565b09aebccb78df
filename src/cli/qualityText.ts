import type { QualityAnswer } from '../api/operations/quality/contract.ts';
import { type Colors, type Output, table } from './output.ts';
import { number, printable } from './words.ts';

type Score = QualityAnswer['scores'][number];

/** What `lineshaft quality` prints: the lowest first. */
export function printQuality(answer: QualityAnswer, output: Output, colors: Colors): void {
  const { scores, hours } = printable(answer);
  if (scores.length === 0) {
    output.write(`nothing was checked in the last ${hours} h\n`);
    return;
  }
  const columns = [
    { title: 'ENTITY', value: ({ entity }: Score) => entity },
    { title: 'SYSTEM', value: ({ system }: Score) => system },
    { title: 'SITE', value: ({ site }: Score) => site },
    { title: 'CHECKED', value: ({ checked }: Score) => number(checked), align: 'right' as const },
    {
      title: 'SCORE',
      value: ({ score }: Score) => percent(score),
      align: 'right' as const,
      paint: (cell: string, { score }: Score) => (score === 1 ? colors.green(cell) : cell),
    },
    { title: 'OVER TIME', value: ({ history }: Score) => courseOf(history) },
    { title: 'RULES BROKEN', value: ({ rules }: Score) => rulesOf(rules) },
  ];
  output.write(table(columns, scores, output, colors));
}

/** Never rounded up: 100 % means that nothing was found. */
function percent(score: number): string {
  return `${(Math.floor(score * 1000) / 10).toFixed(1)} %`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** The last hours in which something was checked; the lowest bar stands for half or less. */
function courseOf(history: Score['history']): string {
  const last = history.slice(-12);
  return last
    .map(({ score }) => BARS[Math.max(0, Math.floor((score - 0.5) * 2 * (BARS.length - 1)))])
    .join('');
}

function rulesOf(rules: Score['rules']): string {
  const shown = rules.slice(0, 4).map(({ rule, found }) => `${rule} ${number(found)}`);
  return [...shown, ...(rules.length > 4 ? [`and ${rules.length - 4} more`] : [])].join(', ') || '–';
}
