import { Button, CopyButton, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { KeyAdded } from 'api/operations/keys/contract.ts';
import { type FormEvent, useState } from 'react';
import { post, type Refused } from '../ask/ask.ts';
import { sitesNow } from '../ask/sites.ts';
import { titleOf } from '../parts/words.ts';
import { mayOf, ROLES, type Role } from './roles.ts';
import styles from './Settings.module.css';

interface Given {
  name: string;
  role: Role;
  sites: string[];
}

const BLANK: Given = { name: '', role: 'viewer', sites: [] };

/** Gives one more key, and shows it this once. */
export function AddKey() {
  const [given, setGiven] = useState(BLANK);
  const client = useQueryClient();
  const add = useMutation<KeyAdded, Refused, Given>({
    mutationFn: ({ sites, ...rest }) =>
      post('/operations/v1/keys', { ...rest, ...(sites.length > 0 && { sites }) }),
    onSuccess: async () => {
      setGiven(BLANK);
      await client.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(given);
  };
  return (
    <aside className={styles['sheet']}>
      <h2>Give a key</h2>
      {add.data ? (
        <Shown added={add.data} done={add.reset} />
      ) : (
        <form className={styles['form']} onSubmit={submit}>
          <Fields given={given} change={(part) => setGiven({ ...given, ...part })} error={add.error} />
          <Button type="submit" loading={add.isPending} disabled={given.name.trim() === ''}>
            Make the key
          </Button>
        </form>
      )}
    </aside>
  );
}

function Fields({
  given: { name, role, sites },
  change,
  error,
}: {
  given: Given;
  change: (part: Partial<Given>) => void;
  error: Refused | null;
}) {
  const { data } = useQuery(sitesNow);
  return (
    <>
      <TextInput
        label="Name"
        description="The person or program that acts under it, without spaces."
        value={name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value.trim() })}
        error={error && `${error.told.detail} ${error.told.advice}`}
        autoComplete="off"
      />
      <Select
        label="Role"
        description={mayOf(role)}
        data={ROLES.map((each) => each.role)}
        value={role}
        onChange={(value) => value !== null && change({ role: value as Role })}
        allowDeselect={false}
      />
      <MultiSelect
        label="Acts at"
        description="Everywhere, when none is named. It reads everything."
        placeholder={sites.length === 0 ? 'every site' : ''}
        data={(data?.sites ?? []).map(({ code }) => ({ value: code, label: titleOf(code) }))}
        value={sites}
        onChange={(value) => change({ sites: value })}
        clearButtonProps={{ 'aria-label': 'Every site' }}
      />
    </>
  );
}

function Shown({ added: { name, key }, done }: { added: KeyAdded; done: () => void }) {
  return (
    <div className={styles['form']} role="status">
      <p>
        The key of <strong>{name}</strong>. It is shown this once: the hub keeps only what tells that it is
        right.
      </p>
      <code className={styles['secret']}>{key}</code>
      <div className={styles['verbs']}>
        <CopyButton value={key}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy it'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={done}>I have it</Button>
      </div>
    </div>
  );
}
