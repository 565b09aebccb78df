import { Button, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { signInWays } from '../ask/session.ts';
import { Wordmark } from '../shell/Wordmark.tsx';
import { AtProvider } from './AtProvider.tsx';
import styles from './SignInPage.module.css';
import { useEntry } from './useEntry.ts';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const [key, setKey] = useState('');
  const { to } = route.useSearch();
  const { enter, error, given, isPending } = useEntry();
  const { provider } = useQuery(signInWays).data ?? {};
  const ofProvider = given !== undefined && 'returned' in given;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter({ key });
  };
  return (
    <main className={styles['page']}>
      <form className={styles['sheet']} onSubmit={submit}>
        <Wordmark />
        <h1>Sign in</h1>
        {provider !== undefined && (
          <>
            <AtProvider
              name={provider}
              to={to}
              isReturning={ofProvider && isPending}
              refused={ofProvider ? error : null}
            />
            <p className={styles['or']}>or by a key</p>
          </>
        )}
        <PasswordInput
          label="Your key"
          description="It begins with ls_. The key stays in no browser: it opens a session that ends after twelve hours without use."
          value={key}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
          error={ofProvider ? undefined : error?.told.detail}
          autoComplete="current-password"
          autoFocus={provider === undefined}
        />
        <Button
          type="submit"
          variant={provider === undefined ? 'filled' : 'default'}
          loading={isPending && !ofProvider}
          disabled={key.trim() === ''}
        >
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
