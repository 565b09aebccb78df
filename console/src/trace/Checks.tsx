import { useQuery } from '@tanstack/react-query';
import type { ChecksAnswer } from 'api/operations/checks/contract.ts';
import { get } from '../ask/ask.ts';
import { Told } from '../parts/Told.tsx';
import { many, titleOf, wordsOf } from '../parts/words.ts';
import styles from './Trace.module.css';

/** Which checks the message went through that an entry was made from, and what they found. */
export function Checks({ position }: { position: number }) {
  const checks = useQuery({
    queryKey: ['landscape', 'checks', position],
    queryFn: ({ signal }) => get<ChecksAnswer>('/operations/v1/checks', { position }, signal),
  });
  return (
    <section className={styles['checks']} aria-label="Checks">
      <h3>Checks</h3>
      <Told of={checks}>{(found) => <Found {...found} />}</Told>
    </section>
  );
}

function Found({ entity, translations, references, rules, findings, authorised }: ChecksAnswer) {
  const stopped = findings.filter(({ severity }) => severity === 'stops');
  const warned = findings.filter(({ severity }) => severity === 'warns');
  return (
    <>
      <dl>
        <div>
          <dt>Codes and units</dt>
          <dd>
            {translations.length === 0 && 'none to translate'}
            {translations.map(({ list, value, canonical }) => (
              <span key={list + value} data-bad={canonical === undefined || undefined}>
                {list} {value} → {canonical ?? 'not in the list'}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Names</dt>
          <dd>
            {references.length === 0 && 'nothing else'}
            {references.map(({ entity: of, system, localKey, key }) => (
              <span key={of + system + localKey} data-bad={key === undefined || undefined}>
                {wordsOf(of)} {localKey} of {titleOf(system)} → {key ?? 'not known'}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Model</dt>
          <dd>
            {stopped.length === 0 ? `fits the ${wordsOf(entity)}` : 'stopped'}
            {stopped.map(({ problem }) => (
              <span key={problem.detail} data-bad>
                {problem.detail}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Quality rules</dt>
          <dd>
            {rules.length === 0 && findings.length === 0
              ? 'none are declared'
              : `${many(rules.length, 'rule')}, ${warned.length === 0 ? 'none broken' : many(warned.length, 'warning')}`}
            {warned.map(({ problem }) => (
              <span key={problem.rule ?? problem.detail} data-bad>
                {problem.detail}
              </span>
            ))}
            {rules.length > 0 && (
              <details>
                <summary>All rules</summary>
                <ul>
                  {rules.map(({ rule, says, broken }) => (
                    <li key={rule}>
                      {broken ? '✗' : '✓'} <code>{rule}</code> {says}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </dd>
        </div>
        {authorised && (
          <div>
            <dt>Authorise</dt>
            <dd>{sayAuthorised(authorised)}</dd>
          </div>
        )}
      </dl>
      <p>As the mapping, the code lists and the rules of today find it.</p>
    </>
  );
}

const VERDICTS = {
  counts: 'its word counts',
  proposed: 'it asks for a change',
  'kept aside': 'it is kept aside, and changes nothing',
};

function sayAuthorised({ verdict, model, authority, rule }: NonNullable<ChecksAnswer['authorised']>): string {
  if (rule === undefined) return `${VERDICTS[verdict]}: no connectivity rule speaks of it`;
  const whose = authority === undefined ? '' : `, ${titleOf(authority)} decides`;
  return `${VERDICTS[verdict]}: ${model}${whose} (${rule})`;
}
