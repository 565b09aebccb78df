import { queryOptions } from '@tanstack/react-query';
import type { InterfaceStatus, SitesAnswer, SystemStatus } from 'api/operations/contract.ts';
import type { Course } from 'api/operations/course/contract.ts';
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

/** Messages a minute over the last hour, of the whole line or of one system: they change once a minute. */
export const courseOf = (system?: string) =>
  queryOptions({
    queryKey: ['course', system],
    queryFn: ({ signal }) => get<Course>('/operations/v1/course', { system }, signal),
    refetchInterval: 60_000,
  });
