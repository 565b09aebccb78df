import { queryOptions } from '@tanstack/react-query';
import type { WorkPage } from 'api/operations/work/contract.ts';
import { get, post } from './ask.ts';

export type WorkItem = WorkPage['items'][number];

export const work = (query: { kind?: WorkItem['kind']; limit?: number } = {}) =>
  queryOptions({
    queryKey: ['work', query],
    queryFn: ({ signal }) => get<WorkPage>('/operations/v1/work', query, signal),
  });

export const assign = ({ kind, id }: Pick<WorkItem, 'kind' | 'id'>, assignee: string | undefined) =>
  post(
    `/operations/v1/work/${kind}/${encodeURIComponent(id)}/assign`,
    assignee === undefined ? {} : { assignee },
  );
