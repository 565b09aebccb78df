import { Link } from '@tanstack/react-router';
import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { AddTranslation } from '../parts/AddTranslation.tsx';
import { At } from '../parts/At.tsx';
import { fieldsOf } from '../parts/fields.ts';
import tables from '../parts/tables.module.css';
import { many } from '../parts/words.ts';
import styles from './MasterData.module.css';

/** One attribute of a change that is asked for. */
interface Change {
  /** `/names`. */
  attribute: string;
  is?: unknown;
  proposed?: unknown;
}

/** What is needed to decide: each kind of work tells it in its own way. */
export function WorkDetails({ details }: { details: unknown }) {
  if (isCause(details)) return <Cause group={details} />;
  const { changed, ...rest } = (details ?? {}) as { changed?: Change[] } & Record<string, unknown>;
  return (
    <>
      {Array.isArray(changed) && <Changes changed={changed} />}
      <table className={tables['table']}>
        <tbody>
          {fieldsOf(rest).map(({ name, value }) => (
            <tr key={name}>
              <td>
                <small>{name}</small>
              </td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function isCause(details: unknown): details is ParkedGroup {
  return typeof details === 'object' && details !== null && 'example' in details && 'advice' in details;
}

/** What stopped messages on the line, and what would let them on. */
function Cause({
  group: { id, count, behind, oldest, interfaces, advice, translation, mended },
}: CauseProps) {
  return (
    <>
      <p>{advice}</p>
      <p>
        <Link to="/exceptions" search={{ group: id }}>
          {many(count, 'message waits', 'messages wait')}
        </Link>{' '}
        of {interfaces.join(', ')}, since <At time={oldest} />
        {behind > 0 && `, and ${many(behind, 'message')} behind them`}.
      </p>
      {translation && !mended && <AddTranslation translation={translation} />}
    </>
  );
}

interface CauseProps {
  group: ParkedGroup;
}

/** Attribute by attribute, what stands beside what is asked for. */
function Changes({ changed }: { changed: readonly Change[] }) {
  return (
    <table className={tables['table']}>
      <thead>
        <tr>
          <th>Attribute</th>
          <th>Stands</th>
          <th>Would be</th>
        </tr>
      </thead>
      <tbody>
        {changed.flatMap(({ attribute, is, proposed }) =>
          pairsOf(is, proposed).map(({ name, is: stands, proposed: asked }) => (
            <tr
              key={attribute + name}
              className={styles['pair']}
              data-differs={stands !== asked || undefined}
            >
              <td>
                <small>
                  {attribute.slice(1).replaceAll('/', '.')}
                  {name && `.${name}`}
                </small>
              </td>
              <td>{stands}</td>
              <td>{asked}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

/** The leaves of both, side by side; what one lacks is empty. */
function pairsOf(is: unknown, proposed: unknown): { name: string; is: string; proposed: string }[] {
  const [stands, asked] = [is, proposed].map(
    (value) => new Map(fieldsOf(value).map(({ name, value: text }) => [name, text])),
  ) as [Map<string, string>, Map<string, string>];
  const names = new Set([...stands.keys(), ...asked.keys()]);
  if (names.size > 1) names.delete('');
  return [...names].map((name) => ({ name, is: stands.get(name) ?? '', proposed: asked.get(name) ?? '' }));
}
