import { queryOptions } from '@tanstack/react-query';
import type { FoundAnswer } from 'api/console/contract.ts';
import { get } from './ask.ts';

/** What a number, a key or words of a name lead to. */
export const foundBy = (text: string) =>
  queryOptions({
    queryKey: ['processes', 'found', text],
    queryFn: ({ signal }) => get<FoundAnswer>('/console/v1/found', { text }, signal),
  });
