import { Link } from '@tanstack/react-router';
import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { AddTranslation } from '../parts/AddTranslation.tsx';
import { Advice } from '../parts/Advice.tsx';
import { At } from '../parts/At.tsx';
import { AttributeName } from '../parts/AttributeName.tsx';
import { type Field, fieldsOf } from '../parts/fields.ts';
import { Said } from '../parts/Said.tsx';
import tables from '../parts/tables.module.css';
import { many, sayInterface, systemOfInterface } from '../parts/words.ts';
import styles from './MasterData.module.css';

/** One attribute of a change that is asked for. */
interface Change {
  /** `/names`. */
  attribute: string;
  is?: unknown;
  proposed?: unknown;
}

/** Who said what stands of an attribute, and when it was changed there. */
interface Standing {
  attribute: string;
  by: string;
  /** Absent: it stood there when the hub first looked. */
  at?: string;
}

/** What is needed to decide: each kind of work tells it in its own way. */
export function WorkDetails({ details }: { details: unknown }) {
  if (isCause(details)) return <Cause group={details} />;
  const { changed, standsBy, rest } = partsIn((details ?? {}) as Told);
  const facts = factsIn(rest);
  return (
    <>
      {changed.length > 0 && <Changes changed={changed} />}
      {standsBy.length > 0 && <StandsBy standings={standsBy} />}
      {facts.length > 0 && (
        <table className={tables['table']}>
          <tbody>
            {facts.map(({ name, value }) => (
              <tr key={name}>
                <td>
                  <small>
                    <AttributeName name={name} />
                  </small>
                </td>
                <td>{isInstant(value) ? <At time={value} /> : <Said>{value}</Said>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

type Told = Record<string, unknown> & {
  changed?: (Change | string)[];
  is?: unknown;
  proposed?: unknown;
  standsBy?: Standing[];
};

/** A request tells each attribute with what stands and what is asked for; an approval names them, and tells both whole. */
function partsIn({ changed = [], is, proposed, standsBy = [], ...rest }: Told): Parts {
  const named = changed.some((change) => typeof change === 'string');
  return { changed: named ? [{ attribute: '', is, proposed }] : (changed as Change[]), standsBy, rest };
}

interface Parts {
  changed: Change[];
  standsBy: Standing[];
  rest: object;
}

/** The leaves; what is a list of plain values stays one. */
function factsIn(details: object): Field[] {
  return Object.entries(details).flatMap(([name, value]) => {
    const isList = Array.isArray(value) && value.every((each) => typeof each !== 'object');
    return fieldsOf(isList ? value.join(', ') : value, name);
  });
}

function isInstant(value: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
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
      <p>
        <Advice>{advice}</Advice>
      </p>
      <p>
        <Link to="/exceptions" search={{ group: id }}>
          {many(count, 'message waits', 'messages wait')}
        </Link>{' '}
        of {interfaces.map(sayInterface).join(', ')}, since <At time={oldest} />
        {behind > 0 && `, and ${many(behind, 'message')} behind them`}.
      </p>
      {translation && !mended && <AddTranslation translation={translation} />}
    </>
  );
}

interface CauseProps {
  group: ParkedGroup;
}

function StandsBy({ standings }: { standings: readonly Standing[] }) {
  return (
    <table className={tables['table']}>
      <thead>
        <tr>
          <th>What stands</th>
          <th>Who said so</th>
          <th>Changed there</th>
        </tr>
      </thead>
      <tbody>
        {standings.map(({ attribute, by, at }) => (
          <tr key={attribute}>
            <td>
              <small>
                <AttributeName name={attribute} />
              </small>
            </td>
            <td>{sayInterface(by)}</td>
            <td>{at ? <At time={at} system={systemOfInterface(by)} /> : 'before the hub first looked'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
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
                  <AttributeName name={`${attribute}.${name}`} />
                </small>
              </td>
              <td>{stands || '–'}</td>
              <td>{asked || '–'}</td>
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
