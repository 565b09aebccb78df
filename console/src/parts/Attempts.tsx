import type { ParkedDetail } from 'api/operations/parked/contract.ts';
import { At } from './At.tsx';
import styles from './Attempts.module.css';
import tables from './tables.module.css';

export type Attempt = ParkedDetail['tries'][number];

interface AttemptsProps {
  tries: readonly Attempt[];
  /** That was tried, or that told it. */
  system: string;
  /** The one that came through, and what was said of it. */
  through?: { at: string; said: string };
}

/** Each attempt at a message with what came of it, and what the system said. */
export function Attempts({ tries, system, through }: AttemptsProps) {
  if (tries.length === 0) return null;
  const rows = tries.map(({ at, problem: { code, detail } }) => ({ at, what: code, said: detail }));
  return (
    <section className={styles['attempts']} aria-label="Attempts">
      <h3>Attempts</h3>
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>At</th>
            <th>What came of it</th>
            <th>What was said</th>
          </tr>
        </thead>
        <tbody>
          {[...rows, ...(through ? [{ ...through, what: 'through' }] : [])].map(({ at, what, said }) => (
            <tr key={at + what}>
              <td>
                <At time={at} system={system} as="seconds" />
              </td>
              <td>{what}</td>
              <td>{said}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
