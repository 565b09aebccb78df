import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Session, SignIn } from 'api/console/contract.ts';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { post, type Refused } from '../ask/ask.ts';
import { session } from '../ask/session.ts';
import { Wordmark } from '../shell/Wordmark.tsx';
import styles from './SignInPage.module.css';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const [key, setKey] = useState('');
  const { enter, error, isPending } = useEntry();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter({ key });
  };
  return (
    <main className={styles['page']}>
      <form className={styles['sheet']} onSubmit={submit}>
        <Wordmark />
        <h1>Sign in</h1>
        <PasswordInput
          label="Your key"
          description="It begins with ls_. The key stays in no browser: it opens a session that ends after twelve hours without use."
          value={key}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
          error={error?.told.detail}
          autoComplete="current-password"
          autoFocus
        />
        <Button type="submit" loading={isPending} disabled={key.trim() === ''}>
          Sign in
        </Button>
        <p className={styles['hint']}>
          On the machine of the hub, <code>npx lineshaft console sign-in</code> prints a link that needs no
          key. Where the example runs, its terminal shows one.
        </p>
      </form>
    </main>
  );
}

/** Enters by a key, or by the link of the address: that one at once. */
function useEntry() {
  const { to } = route.useSearch();
  const { history } = useRouter();
  const client = useQueryClient();
  const entry = useMutation<Session, Refused, SignIn>({
    mutationFn: (given) => post('/console/v1/session', given),
    onSuccess: (found) => {
      client.setQueryData(session.queryKey, found);
      history.replace(to?.startsWith('/') && !to.startsWith('//') ? to : '/');
    },
  });
  const link = useRef(window.location.hash.slice(1));
  const enter = entry.mutate;
  useEffect(() => {
    if (link.current === '') return;
    const used = link.current;
    link.current = '';
    history.replace('/sign-in');
    enter({ link: used });
  }, [enter, history]);
  return { enter, error: entry.error, isPending: entry.isPending };
}
