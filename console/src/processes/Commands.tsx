import { Link } from '@tanstack/react-router';
import type { InstanceDetail } from 'api/process/contract.ts';
import type { Health } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import tables from '../parts/tables.module.css';
import { many } from '../parts/words.ts';
import styles from './Instance.module.css';

type Command = InstanceDetail['commands'][number];

/** What it asked of systems and what became of it; where it is taken back, how far that is. */
export function Commands({ instance: { commands, status } }: { instance: InstanceDetail }) {
  if (commands.length === 0) return null;
  const undos = commands.filter(({ undoes }) => undoes !== undefined);
  const back = new Map(undos.map((undo) => [undo.undoes, undo]));
  return (
    <section className={styles['commands']} aria-label="Commands">
      <h2>What it asked for</h2>
      {undos.length > 0 && <TakenBack undos={undos} status={status} />}
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>Command</th>
            <th>About</th>
            <th>Answer</th>
            {undos.length > 0 && <th>Taken back</th>}
          </tr>
        </thead>
        <tbody>
          {commands
            .filter(({ undoes }) => undoes === undefined)
            .map((command) => (
              <Row key={command.n} command={command} undo={back.get(command.n)} taking={undos.length > 0} />
            ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ command, undo, taking }: { command: Command; undo: Command | undefined; taking: boolean }) {
  const { name, key } = command;
  return (
    <tr>
      <td>{name}</td>
      <td>
        <Link to="/trace" search={{ key }}>
          {key}
        </Link>
      </td>
      <td>
        <Answer command={command} />
      </td>
      {taking && (
        <td>
          {undo ? (
            <>
              <Answer command={undo} /> <small>by {undo.name}</small>
            </>
          ) : (
            <small>nothing to take back</small>
          )}
        </td>
      )}
    </tr>
  );
}

const ANSWERS: Record<NonNullable<Command['answer']> | 'none', { health: Health; word: string }> = {
  delivered: { health: 'well', word: 'delivered' },
  refused: { health: 'failing', word: 'refused' },
  none: { health: 'held', word: 'on its way' },
};

function Answer({ command: { answer } }: { command: Command }) {
  return <Mark {...ANSWERS[answer ?? 'none']} size={11} named />;
}

function TakenBack({ undos, status }: { undos: readonly Command[]; status: InstanceDetail['status'] }) {
  const settled = undos.filter(({ answer }) => answer !== undefined).length;
  return (
    <p className={styles['back']} role="status">
      {status === 'cancelled'
        ? `All ${many(undos.length, 'command')} that had a way back are taken back.`
        : `${settled} of ${many(undos.length, 'command')} are taken back.`}
    </p>
  );
}
