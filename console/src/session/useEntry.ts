import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Session, SignIn } from 'api/console/contract.ts';
import { useEffect, useRef } from 'react';
import { post, type Refused } from '../ask/ask.ts';
import { session } from '../ask/session.ts';
import { ownPath, takeMeant } from './meant.ts';

const route = getRouteApi('/sign-in');

/** Enters by a key, or by what stands behind the # of the address, at once: a sign-in link, or what the provider sent back. */
export function useEntry() {
  const { to } = route.useSearch();
  const { history } = useRouter();
  const client = useQueryClient();
  const entry = useMutation<Session, Refused, SignIn>({
    mutationFn: (given) => post('/console/v1/session', given),
    onSuccess: (found) => {
      client.setQueryData(session.queryKey, found);
      history.replace(ownPath(to ?? takeMeant()));
    },
  });
  const given = useRef(window.location.hash.slice(1));
  const enter = entry.mutate;
  useEffect(() => {
    if (given.current === '') return;
    const used = given.current;
    given.current = '';
    history.replace('/sign-in');
    enter(used.includes('=') ? { returned: used } : { link: used });
  }, [enter, history]);
  return { enter, error: entry.error, given: entry.variables, isPending: entry.isPending };
}
