import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { addCode } from '../ask/parked.ts';
import styles from './AddTranslation.module.css';
import { useDecision } from './useDecision.ts';
import { titleOf } from './words.ts';

/** A value that a code list lacks, and which way it was met. */
export interface Lacking {
  list: string;
  system: string;
  value: string;
  direction: 'in' | 'out';
}

/** The value that a code list lacks, and a field for what it means. */
export function AddTranslation({ translation }: { translation: Lacking }) {
  const { list, value, system, direction } = translation;
  const [meaning, setMeaning] = useState('');
  const adding = useDecision(
    () =>
      addCode(
        direction === 'in'
          ? { list, system, value, canonical: meaning }
          : { list, system, value: meaning, canonical: value },
      ),
    ['parked', 'codes', 'work'],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate(undefined);
  };
  return (
    <form className={styles['translation']} onSubmit={submit}>
      <TextInput
        label={
          direction === 'in'
            ? `What ${titleOf(system)} calls ${value} is, in the list ${list}`
            : `What ${titleOf(system)} writes for ${value} of the list ${list}`
        }
        value={meaning}
        onChange={({ currentTarget }) => setMeaning(currentTarget.value.trim())}
        error={adding.error && `${adding.error.told.detail} ${adding.error.told.advice}`}
      />
      <Button type="submit" loading={adding.isPending} disabled={meaning === ''}>
        Add to the list
      </Button>
    </form>
  );
}
