import { UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { del } from '../ask/ask.ts';
import { Choice } from '../parts/Choice.tsx';
import { setZone, useZone } from '../parts/zone.ts';
import styles from './Preferences.module.css';

export function Preferences({ actor }: { actor: string }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const zone = useZone();
  const leave = useLeave();
  return (
    <div className={styles['preferences']}>
      <Choice
        label="Light or dark"
        value={colorScheme}
        choose={setColorScheme}
        options={[
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
          { value: 'auto', label: 'System' },
        ]}
      />
      <Choice
        label="Whose clock"
        value={zone}
        choose={setZone}
        options={[
          { value: 'reader', label: 'My time' },
          { value: 'site', label: 'Site time' },
        ]}
      />
      <p className={styles['who']}>
        <span>{actor}</span>
        <UnstyledButton className={styles['leave']} onClick={() => leave.mutate()}>
          Sign out
        </UnstyledButton>
      </p>
    </div>
  );
}

function useLeave() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => del('/console/v1/session'),
    onSettled: () => {
      client.clear();
      window.location.assign('/sign-in');
    },
  });
}
