import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CodeListAnswer } from 'api/operations/codes/listsContract.ts';
import { AddTranslation } from '../parts/AddTranslation.tsx';
import { Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import { many, sentenceOf, stepsOf, titleOf } from '../parts/words.ts';
import { codeList } from './askCodes.ts';
import styles from './MasterData.module.css';

const KINDS = {
  closed: 'takes only what the model knows',
  open: 'may be added to',
  own: 'a list of this landscape',
};

/** One list: what is missing, then its values with the words of every system. */
export function CodeListPanel({ list }: { list: string }) {
  return (
    <Told of={useQuery(codeList(list))} rows={10}>
      {(found) => (
        <Wide className={styles['panel']} label={`Code list ${list}`}>
          <h2>
            {sentenceOf(stepsOf(list).join(' '))}{' '}
            <small>
              {list}, {KINDS[found.kind]}
            </small>
          </h2>
          <Missing found={found} />
          <Words found={found} />
          {found.untranslated.length > 0 && (
            <p className={styles['rest']}>
              No system has a word of its own for {found.untranslated.slice(0, 40).join(', ')}
              {found.untranslated.length > 40 &&
                ` and ${many(found.untranslated.length - 40, 'more', 'more')}`}
              : they are read and written as they are.
            </p>
          )}
        </Wide>
      )}
    </Told>
  );
}

function Missing({ found: { missing } }: { found: CodeListAnswer }) {
  return missing.map((each) =>
    each.mended ? (
      <p key={each.group}>
        <Link to="/exceptions" search={{ group: each.group }}>
          {each.value} of {titleOf(each.system)} has a word now;{' '}
          {many(each.count, 'message waits', 'messages wait')} to be handed back
        </Link>
      </p>
    ) : (
      <div key={each.group}>
        <p className={styles['contested']}>
          {many(each.count, 'message waits', 'messages wait')} for {each.value} of {titleOf(each.system)}
        </p>
        <AddTranslation translation={each} />
      </div>
    ),
  );
}

function Words({ found: { list, systems, values } }: { found: CodeListAnswer }) {
  if (values.length === 0) return null;
  return (
    <Wide className={styles['words']} label={`Words for ${list}`}>
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>Value</th>
            {systems.map((system) => (
              <th key={system}>{titleOf(system)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map(({ value, meaning, words }) => (
            <tr key={value}>
              <td className={styles['value']}>
                <strong>{value}</strong> <small>{meaning}</small>
              </td>
              {systems.map((system) => (
                <td key={system} className={styles['word']} data-gap={!words[system] || undefined}>
                  {words[system]?.map((word) => (word === '' ? '(empty)' : word)).join(', ') ?? 'as it is'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
