import { queryOptions } from '@tanstack/react-query';
import type { CodeListAnswer, CodeLists } from 'api/operations/codes/listsContract.ts';
import type { CompletenessAnswer } from 'api/operations/completeness/contract.ts';
import type { QualityAnswer } from 'api/operations/quality/contract.ts';
import { get } from '../ask/ask.ts';

const API = '/operations/v1';

export const codeLists = queryOptions({
  queryKey: ['codes', 'lists'],
  queryFn: ({ signal }) => get<CodeLists>(`${API}/codes/lists`, {}, signal),
});

export const codeList = (list: string) =>
  queryOptions({
    queryKey: ['codes', 'list', list],
    queryFn: ({ signal }) =>
      get<CodeListAnswer>(`${API}/codes/lists/${encodeURIComponent(list)}`, {}, signal),
  });

/** Measured anew over the newest of every target: with news it is asked once a minute, not with every change. */
export const completeness = queryOptions({
  queryKey: ['completeness'],
  queryFn: ({ signal }) => get<CompletenessAnswer>(`${API}/completeness`, {}, signal),
  staleTime: 60_000,
});

/** What was measured last, by whoever asked: it is there at once. */
export const completenessKept = queryOptions({
  queryKey: ['kept', 'completeness'],
  queryFn: ({ signal }) => get<CompletenessAnswer>(`${API}/completeness`, { kept: true }, signal),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
});

export const quality = queryOptions({
  queryKey: ['quality'],
  queryFn: ({ signal }) => get<QualityAnswer>(`${API}/quality`, { hours: 168 }, signal),
  staleTime: 60_000,
});
