import { queryOptions } from '@tanstack/react-query';
import type { InterfaceStatus, SitesAnswer, SystemStatus } from 'api/operations/contract.ts';
import type { Static } from 'typebox';
import { get } from './ask.ts';

export type Sites = SitesAnswer;
export type Site = SitesAnswer['sites'][number];
export type System = Static<typeof SystemStatus>;
export type Interface = InterfaceStatus;

export const sitesNow = queryOptions({
  queryKey: ['sites', 'now'],
  queryFn: ({ signal }) => get<SitesAnswer>('/operations/v1/sites', {}, signal),
  refetchInterval: 15_000,
});

/** With the last hour, minute by minute: it changes once a minute. */
export const sitesHour = queryOptions({
  queryKey: ['hour'],
  queryFn: ({ signal }) => get<SitesAnswer>('/operations/v1/sites', { history: true }, signal),
  refetchInterval: 60_000,
});
