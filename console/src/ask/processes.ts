import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ChartView, Counts, Processes } from 'api/process/chartContract.ts';
import type {
  Asked,
  InstanceDetail,
  InstancesFilter,
  InstancesPage,
  InstancesQuery,
} from 'api/process/contract.ts';
import type { Job, JobDetail, Migration } from 'api/process/jobContract.ts';
import type { Static } from 'typebox';
import { get, post } from './ask.ts';

const PROCESS = '/process/v1';

const pathOf = (process: string) => `${PROCESS}/${encodeURIComponent(process)}`;

export const processes = queryOptions({
  queryKey: ['processes', 'all'],
  queryFn: ({ signal }) => get<Processes>(PROCESS, {}, signal),
});

/** Of a version it never changes but by another landscape. */
export const chartOf = (process: string, version?: number) =>
  queryOptions({
    queryKey: ['landscape', 'chart', process, version],
    queryFn: ({ signal }) => get<ChartView>(`${pathOf(process)}/chart`, { version }, signal),
  });

export const countsOf = (process: string) =>
  queryOptions({
    queryKey: ['processes', 'counts', process],
    queryFn: ({ signal }) => get<Counts>(`${pathOf(process)}/counts`, {}, signal),
  });

export const instancesOf = (process: string, query: InstancesQuery) =>
  queryOptions({
    queryKey: ['processes', 'instances', process, query],
    queryFn: ({ signal }) => get<InstancesPage>(pathOf(process), query, signal),
    placeholderData: keepPreviousData,
  });

export const instanceOf = (process: string, about: string) =>
  queryOptions({
    queryKey: ['processes', 'instance', process, about],
    queryFn: ({ signal }) =>
      get<InstanceDetail>(`${pathOf(process)}/${encodeURIComponent(about)}`, {}, signal),
  });

export type Act = { kind: 'retry' | 'skip' | 'cancel' } | { kind: 'signal'; signal: string };

/** Asks one instance for something; it does it in its turn. */
export const ask = (process: string, about: string, { kind, ...rest }: Act, reason: string) =>
  post<Static<typeof Asked>>(`${pathOf(process)}/${encodeURIComponent(about)}/${kind}`, { ...rest, reason });

/** Asks the same of all instances that are meant. */
export const askMany = (
  process: string,
  act: Act | { kind: 'migrate' },
  query: InstancesFilter,
  reason: string,
) =>
  post<Job>(`${pathOf(process)}/jobs`, {
    ...act,
    reason,
    ...(Object.keys(query).length === 0 ? { all: true } : { query }),
  });

export const jobOf = (process: string, id: number) =>
  queryOptions({
    queryKey: ['processes', 'job', process, id],
    queryFn: ({ signal }) => get<JobDetail>(`${pathOf(process)}/jobs/${id}`, {}, signal),
  });

/** What would become of the instances on older versions; they come and go with the landscape, and by jobs. */
export const migrationOf = (process: string) =>
  queryOptions({
    queryKey: ['landscape', 'migration', process],
    queryFn: ({ signal }) => get<Migration>(`${pathOf(process)}/migration`, {}, signal),
  });

export const recall = (process: string, id: number) => post<Job>(`${pathOf(process)}/jobs/${id}/cancel`, {});
