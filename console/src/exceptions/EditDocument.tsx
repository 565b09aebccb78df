import { Button, Textarea, TextInput } from '@mantine/core';
import type { ParkedDetail } from 'api/operations/parked/contract.ts';
import { type FormEvent, useState } from 'react';
import { edit } from '../ask/parked.ts';
import { Difference } from '../parts/Difference.tsx';
import { useDecision } from '../parts/useDecision.ts';
import styles from './Exceptions.module.css';

/** The document as the mapping gets it, to be mended; what is changed shows as a difference before it is kept. */
export function EditDocument({
  message: { id, state },
  document,
}: {
  message: ParkedDetail;
  document: unknown;
}) {
  const before = JSON.stringify(document, null, 2);
  const [text, setText] = useState(before);
  const [reason, setReason] = useState('');
  const wrong = mistakeIn(text);
  const keeping = useDecision(() => edit(id, JSON.parse(text), reason), ['parked']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keeping.mutate(undefined);
  };
  const changed = text !== before;
  return (
    <form className={styles['edit']} onSubmit={submit}>
      <Textarea
        label="The document, as the mapping gets it"
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        error={wrong ?? keeping.error?.told.detail}
        readOnly={state !== 'parked'}
        autosize
        minRows={6}
        maxRows={22}
        spellCheck={false}
        classNames={{ input: styles['code']! }}
      />
      {changed && (
        <div className={styles['change']}>
          <Difference before={before} after={text} />
          <TextInput
            label="Why"
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Button
            type="submit"
            loading={keeping.isPending}
            disabled={wrong !== undefined || reason.trim().length < 3}
          >
            Keep the change
          </Button>
        </div>
      )}
    </form>
  );
}

function mistakeIn(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is no JSON: ${(error as Error).message}`;
  }
}
