import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Mark } from '../parts/Mark.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import { lasting, titleOf, wordsOf } from '../parts/words.ts';
import { CellDetail } from './CellDetail.tsx';
import styles from './Connectivity.module.css';
import { ModelMark } from './ModelMark.tsx';
import { type Cell, type Held, isLate, matrixOf } from './matrix.ts';
import { sayWhere } from './sayWhere.ts';
import { plan, useInterfaces } from './wired.ts';

const route = getRouteApi('/inside/connectivity/');

/** Domain by segment: the rules that hold there, and how old what they speak of is now. */
export function Matrix() {
  const interfaces = useInterfaces();
  const planned = useQuery(plan);
  const chosen = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (cell?: Cell) =>
    void navigate({ search: cell ? { domain: cell.domain, segment: cell.segments[0] } : {}, replace: true });
  return (
    <Told of={planned} rows={9}>
      {({ lines }) => {
        const { segments, rows } = matrixOf(lines, interfaces);
        if (rows.length === 0)
          return (
            <Empty title="No rule governs anything yet">Connectivity rules stand in enterprise.yaml.</Empty>
          );
        const cells = rows.flatMap((row) => row.cells);
        const open = cells.find(
          (cell) => cell.domain === chosen.domain && cell.segments.includes(chosen.segment ?? ''),
        );
        return (
          <>
            <table className={styles['matrix']}>
              <thead>
                <tr>
                  <th scope="col">Domain</th>
                  {segments.map((segment) => (
                    <th key={segment} scope="col">
                      {titleOf(segment)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ domain, cells: its }) => (
                  <tr key={domain}>
                    <th scope="row">{titleOf(domain)}</th>
                    {its.map((cell) => (
                      <td key={cell.segments[0]} colSpan={cell.segments.length}>
                        <CellButton cell={cell} isOpen={cell === open} choose={() => choose(cell)} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            <CellDetail cell={open} close={() => choose()} />
          </>
        );
      }}
    </Told>
  );
}

function CellButton({ cell, isOpen, choose }: { cell: Cell; isOpen: boolean; choose: () => void }) {
  if (cell.rules.length === 0) return <span className={styles['none']}>no rule</span>;
  const wide = cell.segments.length > 1;
  return (
    <UnstyledButton
      className={styles['cell']}
      data-open={isOpen || undefined}
      data-wide={wide || undefined}
      onClick={choose}
    >
      {cell.rules.map((held) => (
        <HeldLine key={held.rule} held={held} />
      ))}
    </UnstyledButton>
  );
}

function HeldLine({ held }: { held: Held }) {
  const { model, authority, entities, rule, limit, furthest, where } = held;
  return (
    <span className={styles['held']}>
      <span className={styles['says']}>
        <ModelMark model={model} />
        {authority !== undefined && <strong>{titleOf(authority)} decides</strong>}
        <code>{rule}</code>
      </span>
      <span className={styles['about']}>
        {entities.map(wordsOf).join(', ')}
        {where.startsWith('at ') && ` ${sayWhere(where)}`}
      </span>
      <span className={styles['age']} data-late={isLate(held) || undefined}>
        {isLate(held) && <Mark health="late" size={12} />}
        {furthest ? `${lasting(furthest.lagSeconds!)} old` : 'age not known yet'}
        {limit === undefined ? ', no limit' : `, may be ${lasting(limit)}`}
      </span>
    </span>
  );
}
