import { queryOptions } from '@tanstack/react-query';
import type { Disturb, Simulated } from 'api/console/simulatedContract.ts';
import { get, post } from './ask.ts';

/** Stays so as long as the hub runs. */
export const simulated = queryOptions({
  queryKey: ['simulated'],
  queryFn: ({ signal }) => get<Simulated>('/console/v1/simulated', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export type Fault = Disturb;

export const disturb = (system: string, fault: Fault) =>
  post<Disturb>(`/console/v1/simulated/${encodeURIComponent(system)}`, fault);
