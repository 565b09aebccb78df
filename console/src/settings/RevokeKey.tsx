import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { KeyRevoked } from 'api/operations/keys/contract.ts';
import { post, type Refused } from '../ask/ask.ts';
import styles from './Settings.module.css';

export function RevokeKey({ name, close }: { name: string; close: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation<KeyRevoked, Refused>({
    mutationFn: () => post('/operations/v1/keys/revoke', { name }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['keys'] });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={`Revoke the key of ${name}?`} centered>
      <div className={styles['form']}>
        <p>
          From now on it opens nothing, and every session it opened ends. What {name} decided stays in the
          audit log.
        </p>
        {revoke.error && (
          <p role="alert" className={styles['refused']}>
            {revoke.error.told.detail} {revoke.error.told.advice}
          </p>
        )}
        <div className={styles['verbs']}>
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button color="red.9" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke
          </Button>
        </div>
      </div>
    </Modal>
  );
}
