import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { WorkItem } from '../ask/work.ts';
import { AttributeName } from '../parts/AttributeName.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { decideWork } from './ask.ts';
import styles from './MasterData.module.css';
import { valueWritten } from './valueWritten.ts';

/** What a new thing lacks before systems get it: asked of who knows it. What is not known yet may stay empty. */
export function Answer({ item, asked }: { item: Pick<WorkItem, 'kind' | 'id'>; asked: readonly string[] }) {
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const said = Object.entries(given).filter(([, text]) => text.trim() !== '');
  const answering = useDecision(
    () =>
      decideWork(item, {
        decision: 'answer',
        values: Object.fromEntries(said.map(([name, text]) => [name, valueWritten(text)])),
      }),
    ['work', 'records'],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answering.mutate(undefined);
  };
  return (
    <form onSubmit={submit} className={styles['answer']} aria-label="What is asked for">
      {asked.map((name) => (
        <TextInput
          key={name}
          label={<AttributeName name={name} />}
          value={given[name] ?? ''}
          onChange={({ currentTarget: { value } }) => setGiven((now) => ({ ...now, [name]: value }))}
        />
      ))}
      {answering.error && <p role="alert">{answering.error.told.detail}</p>}
      {answering.data && <p role="status">{answering.data.did}</p>}
      <Button type="submit" loading={answering.isPending} disabled={said.length === 0}>
        Answer
      </Button>
    </form>
  );
}
