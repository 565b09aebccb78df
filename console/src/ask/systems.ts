import { queryOptions } from '@tanstack/react-query';
import type { SystemMaintenance } from 'api/operations/maintenance/contract.ts';
import type { SystemChecked, SystemDetail, SystemLogPage } from 'api/operations/systems/contract.ts';
import { get, post } from './ask.ts';

/** What is used of its limits has no news of its own. */
const AGAIN_MS = 30_000;

export const systemOf = (code: string) =>
  queryOptions({
    queryKey: ['maintenance', 'system', code],
    queryFn: ({ signal }) =>
      get<SystemDetail>(`/operations/v1/systems/${encodeURIComponent(code)}`, {}, signal),
    refetchInterval: AGAIN_MS,
  });

export const logOf = (code: string, cursor?: string) =>
  queryOptions({
    queryKey: ['sites', 'log', code, cursor],
    queryFn: ({ signal }) =>
      get<SystemLogPage>(
        `/operations/v1/systems/${encodeURIComponent(code)}/log`,
        { limit: 20, cursor },
        signal,
      ),
  });

export const check = (code: string) =>
  post<SystemChecked>(`/operations/v1/systems/${encodeURIComponent(code)}/check`, {});

export const closeFor = (system: string, lasts: string, reason: string) =>
  post<SystemMaintenance>('/operations/v1/maintenance/announce', { system, lasts, reason });

export const openAgain = (system: string, reason: string) =>
  post<SystemMaintenance>('/operations/v1/maintenance/end', { system, reason });
