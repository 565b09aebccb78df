import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ApplyAnswer } from 'api/operations/landscape/contract.ts';
import { useRef } from 'react';
import { post, type Refused } from '../ask/ask.ts';
import { session } from '../ask/session.ts';
import { many } from '../parts/words.ts';
import styles from './Connectivity.module.css';
import { DifferenceList } from './DifferenceList.tsx';
import { readFolder } from './folder.ts';

const OUTCOMES = {
  applied: 'It is in force.',
  'would-apply': 'It holds together. This is what it would change:',
  unchanged: 'It is the landscape that runs now: nothing would change.',
  refused: 'It cannot be put in force as it is.',
} as const;

/** What the landscape in a folder of this computer would change; nothing is put in force. */
export function PlanFolder() {
  const { data: me } = useQuery(session);
  const field = useRef<HTMLInputElement>(null);
  const plan = useMutation<ApplyAnswer, Refused, readonly File[]>({
    mutationFn: async (files) =>
      post('/operations/v1/landscape', { files: await readFolder(files), dryRun: true }),
  });
  const may = me?.role === 'integrator' || me?.role === 'admin';
  return (
    <section>
      <h2>Plan</h2>
      <p>
        Choose the folder of a landscape to see what it would change of the one that runs. Nothing is put in
        force here: <code>lineshaft apply</code> does that.
      </p>
      <input
        ref={(input) => {
          input?.setAttribute('webkitdirectory', '');
          field.current = input;
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder of a landscape"
        onChange={({ currentTarget }) => {
          plan.mutate([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <Button
        variant="default"
        loading={plan.isPending}
        disabled={!may}
        onClick={() => field.current?.click()}
        className={styles['choose']}
      >
        Choose a folder
      </Button>
      {!may && <p>Integrators and administrators may ask this.</p>}
      {plan.error && (
        <p role="alert">{`${plan.error.told?.detail ?? plan.error.message} ${plan.error.told?.advice ?? ''}`}</p>
      )}
      {plan.data && <Answer of={plan.data} />}
    </section>
  );
}

function Answer({ of: { outcome, problems, difference } }: { of: ApplyAnswer }) {
  return (
    <div className={styles['answer']} role="status">
      <p>
        <strong>{OUTCOMES[outcome]}</strong>
      </p>
      {problems.length > 0 && (
        <>
          <p>{many(problems.length, 'problem')}:</p>
          <ul className={styles['problems']}>
            {problems.map(({ file, line, detail, advice }) => (
              <li key={`${file}:${line} ${detail}`}>
                {file !== undefined && (
                  <code>
                    {file}:{line}
                  </code>
                )}{' '}
                {detail} <small>{advice}</small>
              </li>
            ))}
          </ul>
        </>
      )}
      {outcome === 'would-apply' && <DifferenceList difference={difference} />}
    </div>
  );
}
