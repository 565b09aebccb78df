import { Button, Modal, Textarea } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Refused } from '../ask/ask.ts';
import styles from './Reason.module.css';

interface ReasonProps {
  title: string;
  /** What the decision does, in a sentence. */
  says: string;
  verb: string;
  danger?: boolean;
  opened: boolean;
  close: () => void;
  /** Given the reason; once it is decided, `close` is called. */
  deciding: UseMutationResult<unknown, Refused, string>;
  /** What else is to be said. */
  children?: ReactNode;
}

/** Asks why, before something is decided: the reason stands with the decision. */
export function Reason({
  title,
  says,
  verb,
  danger = false,
  opened,
  close,
  deciding,
  children,
}: ReasonProps) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    deciding.mutate(reason.trim(), { onSuccess: close });
  };
  return (
    <Modal opened={opened} onClose={close} title={title} centered>
      <form onSubmit={submit} className={styles['form']}>
        <p>{says}</p>
        {children}
        <Textarea
          label="Why"
          description="Kept with the decision, for those who come after."
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          error={deciding.error?.told.detail}
          autosize
          minRows={2}
          data-autofocus
        />
        <div className={styles['verbs']}>
          <Button variant="default" onClick={close}>
            Not now
          </Button>
          <Button
            type="submit"
            loading={deciding.isPending}
            disabled={reason.trim().length < 3}
            {...(danger && { color: 'red.9' })}
          >
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
