import type { ApplyAnswer } from 'api/operations/landscape/contract.ts';
import { Fragment } from 'react';
import { Said } from '../parts/Said.tsx';
import { wordsOf } from '../parts/words.ts';
import { alike } from './alike.ts';
import styles from './Connectivity.module.css';
import { sayWhere } from './sayWhere.ts';

type Difference = ApplyAnswer['difference'];
type Change = Omit<Difference['interfaces'][number], 'interface'>;

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

/** What one landscape changes of another, to be read. */
export function DifferenceList({ difference: { rules, interfaces } }: { difference: Difference }) {
  if (rules.length + interfaces.length === 0) return <p>Nothing differs.</p>;
  return (
    <>
      <Part
        title="Who may change what, and who is told"
        changes={rules.map(({ entity, where, ...change }) => ({
          name: `${wordsOf(entity)} ${sayWhere(where)}`,
          ...change,
        }))}
      />
      <Part
        title="Interfaces; all others go on untouched"
        changes={interfaces.map(({ interface: name, ...change }) => ({ name, ...change }))}
      />
    </>
  );
}

function Part({ title, changes }: { title: string; changes: readonly (Change & { name: string })[] }) {
  if (changes.length === 0) return null;
  return (
    <div className={styles['difference']}>
      <h3>{title}</h3>
      <ul>
        {alike(changes).map(({ name, names, change, words }) => (
          <li key={name} data-change={change}>
            <span aria-hidden="true">{SIGNS[change]}</span>
            <div>
              <strong>
                {names.map((each, n) => (
                  <Fragment key={each}>
                    {n > 0 && ', '}
                    <span data-whole>
                      <Said>{each}</Said>
                    </span>
                  </Fragment>
                ))}
              </strong>{' '}
              <small>{change}</small>
              {words.map((word) => (
                <p key={word}>
                  <Said>{word}</Said>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
