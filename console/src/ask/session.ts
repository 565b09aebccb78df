import { queryOptions } from '@tanstack/react-query';
import type { Session } from 'api/console/contract.ts';
import { get } from './ask.ts';

export const session = queryOptions({
  queryKey: ['session'],
  queryFn: () => get<Session>('/console/v1/session'),
  staleTime: Number.POSITIVE_INFINITY,
});
