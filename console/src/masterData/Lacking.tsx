import { Link } from '@tanstack/react-router';
import type { CompletenessAnswer } from 'api/operations/completeness/contract.ts';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import { count, many, sayInterface, sentenceOf, titleOf, wordsOf } from '../parts/words.ts';
import styles from './MasterData.module.css';
import { percent, rankOf, standingOf, type Target, type Translations } from './shares.ts';

/** What is missing, in the order in which it holds something up. */
export function Lacking({ answer: { translations, targets } }: { answer: CompletenessAnswer }) {
  const words = translations.filter(({ missing }) => missing > 0).toSorted((a, b) => b.parked - a.parked);
  const held = targets
    .filter((target) => ['below', 'lacking'].includes(standingOf(target)))
    .toSorted((a, b) => rankOf(standingOf(a)) - rankOf(standingOf(b)) || lackOf(b) - lackOf(a));
  if (words.length + held.length === 0)
    return <p className={styles['allThere']}>Nothing is missing: all that is meant for a system could go.</p>;
  return (
    <section className={styles['lacking']}>
      <h2>What is missing</h2>
      <Wide label="What is missing">
        <table className={tables['table']}>
          <thead>
            <tr>
              <th>Where</th>
              <th>Of what</th>
              <th>What is missing</th>
              <th>What that holds up</th>
            </tr>
          </thead>
          <tbody>
            {held.map((target) => (
              <Held key={target.interface} target={target} />
            ))}
            {words.map((each) => (
              <Untranslated key={`${each.system} ${each.entity} ${each.what}`} of={each} />
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function lackOf({ meant, deliverable }: Target): number {
  return meant - deliverable;
}

function Held({ target }: { target: Target }) {
  const { interface: id, entity, meant, missing, goLive, share } = target;
  const lacks = missing.map(({ what, count: lacking }) => `${sayLack(what)}, ${many(lacking, 'time')}`);
  return (
    <tr>
      <td data-whole>{sayInterface(id)}</td>
      <td>{sentenceOf(wordsOf(entity))}</td>
      <td>{lacks.join('; ')}</td>
      <td>
        {count(lackOf(target))} of {count(meant)} cannot go
        {goLive !== undefined &&
          standingOf(target) === 'below' &&
          `: it goes live at ${percent(goLive)}, and is at ${percent(share)}`}
      </td>
    </tr>
  );
}

/** `item reference` → `key of the item`. */
function sayLack(what: string): string {
  const [of = '', kind] = what.split(' ');
  if (kind === 'reference') return `key of the ${wordsOf(of)}`;
  if (kind === 'code') return `translation of the ${wordsOf(of).replaceAll('.', ' ')}`;
  return what === 'incomplete' ? 'what it requires' : what.replaceAll('-', ' ');
}

function Untranslated({ of: { system, entity, what, missing, parked } }: { of: Translations }) {
  return (
    <tr>
      <td data-whole>{titleOf(system)}</td>
      <td>{sentenceOf(wordsOf(entity))}</td>
      <td>
        <Link to="/master-data/codes" search={what === 'units' ? { list: 'unit' } : {}}>
          a translation of {many(missing, what.slice(0, -1), what)}
        </Link>
      </td>
      <td>{parked === 0 ? 'nothing waits for it' : `${many(parked, 'message waits', 'messages wait')}`}</td>
    </tr>
  );
}
