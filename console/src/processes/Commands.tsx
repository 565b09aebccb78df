import { Link } from '@tanstack/react-router';
import type { InstanceDetail } from 'api/process/contract.ts';
import type { Health } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import tables from '../parts/tables.module.css';
import { many, numberIn } from '../parts/words.ts';
import styles from './Instance.module.css';

type Command = InstanceDetail['commands'][number];

/** What it asked of systems and what became of it; where it is taken back, how far that is. */
export function Commands({ instance: { commands } }: { instance: InstanceDetail }) {
  if (commands.length === 0) return null;
  // Asked again after a refusal, the last counts.
  const back = new Map(
    commands.flatMap((undo) => (undo.undoes === undefined ? [] : [[undo.undoes, undo] as const])),
  );
  const undos = [...back.values()];
  return (
    <section className={styles['commands']} aria-label="Commands">
      <h2>What it asked for</h2>
      {undos.length > 0 && <TakenBack undos={undos} />}
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
              <Row
                key={command.n}
                command={command}
                undo={back.get(command.undoneWith ?? command.n)}
                taking={undos.length > 0}
              />
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
          {numberIn(key)}
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

function Answer({ command: { answer, waits = [] } }: { command: Command }) {
  return (
    <>
      <Mark {...ANSWERS[answer ?? 'none']} size={11} named />
      {waits.map(({ message, interface: id, state }) => (
        <small key={message}>
          {' '}
          <Link to="/exceptions/$message" params={{ message: String(message) }}>
            {state === 'held-behind' ? 'behind another' : state} at {id}
          </Link>
        </small>
      ))}
    </>
  );
}

function TakenBack({ undos }: { undos: readonly Command[] }) {
  const done = undos.filter(({ answer }) => answer === 'delivered').length;
  return (
    <p className={styles['back']} role="status">
      {done === undos.length
        ? `All ${many(done, 'command')} that had a way back are taken back.`
        : `${done} of ${many(undos.length, 'command')} are taken back.`}
    </p>
  );
}
