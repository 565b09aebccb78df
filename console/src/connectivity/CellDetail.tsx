import { Drawer } from '@mantine/core';
import { lasting, sayInterface, titleOf, wordsOf } from '../parts/words.ts';
import styles from './Connectivity.module.css';
import { ModelMark } from './ModelMark.tsx';
import type { Cell, Held, Party } from './matrix.ts';
import { sayWhere } from './sayWhere.ts';

/** All that holds in one cell: each rule, who speaks under it and who is told. */
export function CellDetail({ cell, close }: { cell: Cell | undefined; close: () => void }) {
  return (
    <Drawer
      opened={cell !== undefined}
      onClose={close}
      position="right"
      size={540}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title={cell && `${titleOf(cell.domain)} in ${cell.segments.join(' and ')}`}
    >
      {cell?.rules.map((held) => (
        <HeldDetail key={held.rule} held={held} />
      ))}
    </Drawer>
  );
}

function HeldDetail({ held }: { held: Held }) {
  const { rule, model, where, entities, authority, limit, tellers, receivers } = held;
  return (
    <section className={styles['rule']}>
      <h2>{entities.map(wordsOf).join(', ')}</h2>
      <p className={styles['says']}>
        <ModelMark model={model} /> {sayWhere(where)}
        <code>{rule}</code>
      </p>
      <p>
        {authority !== undefined && `${titleOf(authority)} decides. `}
        {limit === undefined ? 'How old it may be is not limited.' : `It may be ${lasting(limit)} old.`}
      </p>
      <Parties title="Who speaks" parties={tellers} limit={limit} />
      <Parties title="Who is told" parties={receivers} limit={limit} />
    </section>
  );
}

interface PartiesProps {
  title: string;
  parties: readonly Party[];
  limit: number | undefined;
}

function Parties({ title, parties, limit = Number.POSITIVE_INFINITY }: PartiesProps) {
  if (parties.length === 0) return <p className={styles['nobody']}>{title}: nobody</p>;
  return (
    <table className={styles['parties']}>
      <thead>
        <tr>
          <th>{title}</th>
          <th>What it does</th>
          <th data-number>Behind by</th>
        </tr>
      </thead>
      <tbody>
        {parties.map(({ id, part, file, line, lagSeconds }) => (
          <tr key={id}>
            <td>
              {sayInterface(id)}
              <code>
                {file}:{line}
              </code>
            </td>
            <td>{part}</td>
            <td data-number data-late={(lagSeconds ?? 0) > limit || undefined}>
              {lagSeconds === null ? 'not known' : lasting(lagSeconds)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
