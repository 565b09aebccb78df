import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ChartView, Counts, Processes } from 'api/process/chartContract.ts';
import type { InstancesPage, InstancesQuery } from 'api/process/contract.ts';
import { get } from './ask.ts';

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
