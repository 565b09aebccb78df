import { queryOptions } from '@tanstack/react-query';
import type { Session, SignInAddress, SignInWays } from 'api/console/contract.ts';
import { get, post } from './ask.ts';

export const session = queryOptions({
  queryKey: ['session'],
  queryFn: () => get<Session>('/console/v1/session'),
  staleTime: Number.POSITIVE_INFINITY,
});

export const signInWays = queryOptions({
  queryKey: ['sign-in'],
  queryFn: () => get<SignInWays>('/console/v1/sign-in'),
});

/** Where the browser goes to sign in at the provider. */
export function askToSignIn(): Promise<SignInAddress> {
  return post('/console/v1/sign-in', {});
}
