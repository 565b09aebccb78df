import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { get, type Query } from '../ask/ask.ts';

const API = '/experience/v1';

/** One of the lists, page after page; what is narrowed anew keeps the old in sight until the new is there. */
export const list = <Page extends { next?: string }>(path: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: ['business', path, query],
    queryFn: ({ signal, pageParam }) =>
      get<Page>(`${API}/${path}`, { ...query, limit: 50, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }: Page) => next,
    placeholderData: keepPreviousData,
  });

/** Where a list is had as a file. */
export function sheetOf(path: string, query: Query): string {
  const words = new URLSearchParams({ format: 'csv' });
  for (const [name, value] of Object.entries(query)) if (value !== undefined) words.set(name, String(value));
  return `${API}/${path}?${words}`;
}

/** What narrows lists of open documents, as it stands in the address. */
export interface OpenSearch {
  site?: string;
  text?: string;
  state?: string;
  late?: true;
}

export type OpenNarrowing = { [Name in keyof OpenSearch]?: OpenSearch[Name] | undefined };
