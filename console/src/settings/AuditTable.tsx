import { UnstyledButton } from '@mantine/core';
import type { AuditEntry } from 'api/operations/audit/contract.ts';
import { At } from '../parts/At.tsx';
import { Said } from '../parts/Said.tsx';
import tables from '../parts/tables.module.css';
import type { AuditFilter } from './Audit.tsx';
import { sayAction } from './actions.ts';
import { detailsOf } from './details.ts';
import styles from './Settings.module.css';

interface AuditTableProps {
  entries: readonly AuditEntry[];
  narrow: (part: AuditFilter) => void;
}

export function AuditTable({ entries, narrow }: AuditTableProps) {
  return (
    <table className={tables['table']}>
      <thead>
        <tr>
          <th>When</th>
          <th>Who</th>
          <th>Did</th>
          <th>About</th>
          <th>How and why</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ id, at, actor, action, subject, details }) => (
          <tr key={id}>
            <td>
              <At time={at} />
            </td>
            <td>
              <Narrow word={actor} by="who" choose={() => narrow({ actor })} />
            </td>
            <td>
              <Narrow word={sayAction(action)} by={`what: ${action}`} choose={() => narrow({ action })} />
            </td>
            <td className={styles['about']}>
              {subject !== undefined && (
                <Narrow word={subject} by="about what" choose={() => narrow({ subject })} />
              )}
            </td>
            <td className={styles['details']}>
              <Said>{detailsOf(details)}</Said>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Narrow({ word, by, choose }: { word: string; by: string; choose: () => void }) {
  return (
    <UnstyledButton className={styles['word']} onClick={choose} title={`Only these, by ${by}`}>
      {word}
    </UnstyledButton>
  );
}
