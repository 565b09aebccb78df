import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Conflict, Decided } from 'api/operations/conflicts/contract.ts';
import type { DecideMatch, Regrouped, Review } from 'api/operations/matches/contract.ts';
import type { History } from 'api/operations/records/contract.ts';
import type { DecideWork, WorkDecided, WorkDetail } from 'api/operations/work/contract.ts';
import { get, post } from '../ask/ask.ts';
import type { WorkItem } from '../ask/work.ts';

const API = '/operations/v1';
const pathOf = (...parts: string[]) => parts.map(encodeURIComponent).join('/');

export const history = (entity: string, key: string, cursor?: string) =>
  queryOptions({
    queryKey: ['records', entity, key, 'history', cursor],
    queryFn: ({ signal }) =>
      get<History>(`${API}/records/${pathOf(entity, key)}/history`, { limit: 30, cursor }, signal),
    placeholderData: keepPreviousData,
  });

export const review = (id: string) =>
  queryOptions({
    queryKey: ['work', 'match', id],
    queryFn: ({ signal }) => get<Review>(`${API}/matches/${id}`, {}, signal),
  });

export const conflict = (id: string) =>
  queryOptions({
    queryKey: ['work', 'conflict', id],
    queryFn: ({ signal }) => get<Conflict>(`${API}/conflicts/${id}`, {}, signal),
  });

export const workDetail = ({ kind, id }: Pick<WorkItem, 'kind' | 'id'>) =>
  queryOptions({
    queryKey: ['work', kind, id],
    queryFn: ({ signal }) => get<WorkDetail>(`${API}/work/${pathOf(kind, id)}`, {}, signal),
  });

export const decideMatch = (id: number, decision: DecideMatch) =>
  post<Regrouped>(`${API}/matches/${id}/decide`, decision);
export const decideConflict = (id: number, system: string, reason: string) =>
  post<Decided>(`${API}/conflicts/${id}/decide`, { system, reason });
export const decideWork = ({ kind, id }: Pick<WorkItem, 'kind' | 'id'>, decision: DecideWork) =>
  post<WorkDecided>(`${API}/work/${pathOf(kind, id)}/decide`, decision);
