import { queryOptions, useQuery } from '@tanstack/react-query';
import type { PlanAnswer } from 'api/operations/plan/contract.ts';
import { get } from '../ask/ask.ts';
import { sitesNow } from '../ask/sites.ts';

export const plan = queryOptions({
  queryKey: ['landscape', 'plan'],
  queryFn: ({ signal }) => get<PlanAnswer>('/operations/v1/plan', {}, signal),
});

/** How each interface stands now, by its id. */
export function useInterfaces() {
  const { data } = useQuery(sitesNow);
  const interfaces =
    data?.sites.flatMap(({ systems }) => systems.flatMap((system) => system.interfaces)) ?? [];
  return new Map(interfaces.map((each) => [each.id, each]));
}
