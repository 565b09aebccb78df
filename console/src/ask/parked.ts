import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CodeAdded } from 'api/operations/codes/contract.ts';
import type { Decided, ParkedDetail, ParkedPage } from 'api/operations/parked/contract.ts';
import type { GroupOrder, GroupsAnswer } from 'api/operations/parked/groupsContract.ts';
import type { ReplayJob, ReplayStarted } from 'api/operations/parked/jobContract.ts';
import type { Preview } from 'api/operations/parked/previewContract.ts';
import { get, post } from './ask.ts';

const PARKED = '/operations/v1/parked';

export const groups = (first: GroupOrder) =>
  queryOptions({
    queryKey: ['parked', 'groups', first],
    queryFn: ({ signal }) => get<GroupsAnswer>(`${PARKED}/groups`, { first, limit: 1000 }, signal),
    placeholderData: keepPreviousData,
  });

export const messagesOf = (group: string, cursor?: string) =>
  queryOptions({
    queryKey: ['parked', 'of', group, cursor],
    queryFn: ({ signal }) => get<ParkedPage>(PARKED, { group, limit: 50, cursor }, signal),
    placeholderData: keepPreviousData,
  });

export const message = (id: number) =>
  queryOptions({
    queryKey: ['parked', 'message', id],
    queryFn: ({ signal }) => get<ParkedDetail>(`${PARKED}/${id}`, {}, signal),
  });

export const job = (id: number) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) => get<ReplayJob>(`${PARKED}/jobs/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : 700),
  });

/** Which messages are meant: all of one cause, or one. */
export type Choice = { filter: { group: string } } | { ids: number[] };

export const preview = (choice: Choice) => post<Preview>(`${PARKED}/preview`, { ...choice, limit: 0 });
export const replay = (choice: Choice) => post<ReplayStarted>(`${PARKED}/replay`, choice);
export const discard = (choice: Choice, reason: string) =>
  post<Decided>(`${PARKED}/discard`, { ...choice, reason });
export const restore = (choice: Choice) => post<Decided>(`${PARKED}/restore`, choice);
export const edit = (id: number, document: unknown, reason: string) =>
  post<ParkedDetail>(`${PARKED}/${id}/edit`, { document, reason });
export const addCode = (code: { list: string; system: string; value: string; canonical: string }) =>
  post<CodeAdded>('/operations/v1/codes', code);
