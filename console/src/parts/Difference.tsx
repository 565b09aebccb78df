import { diffLines } from 'diff';
import styles from './Difference.module.css';

const MARKS = { added: '+', removed: '−', same: ' ' };

/** Two texts line by line: what went, what came; of what stayed only what stands beside a change. */
export function Difference({ before, after }: { before: string; after: string }) {
  const parts = diffLines(before, after).map(({ added, removed, value }) => ({
    kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
    lines: value.replace(/\n$/, '').split('\n'),
  }));
  const shown = parts.flatMap(({ kind, lines }) =>
    (kind === 'same' ? shorten(lines) : lines).map((line) => ({ kind, line })),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <pre className={styles['difference']} tabIndex={0}>
      {shown.map(({ kind, line }, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other
        <span key={n} data-kind={kind}>
          {MARKS[kind]} {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function shorten(lines: readonly string[]): readonly string[] {
  return lines.length > 5 ? [...lines.slice(0, 2), '…', ...lines.slice(-2)] : lines;
}
