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

/** How it went over the last hours, of a system, a site, or the whole line: it changes once a minute. */
const course = (query: { system?: string; site?: string; hours?: number }) =>
  queryOptions({
    queryKey: ['course', query],
    queryFn: ({ signal }) => get<Course>('/operations/v1/course', query, signal),
    refetchInterval: 60_000,
  });

export const courseOfSystem = (system: string) => course({ system });
export const courseOfSite = (site: string) => course({ site });
export const courseOfLine = course({ hours: 24 });
