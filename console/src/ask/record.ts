import { queryOptions } from '@tanstack/react-query';
import type { RecordAnswer } from 'api/operations/records/contract.ts';
import { get } from './ask.ts';

export const record = (entity: string, key: string, asOf?: string) =>
  queryOptions({
    queryKey: ['records', entity, key, asOf],
    queryFn: ({ signal }) =>
      get<RecordAnswer>(
        `/operations/v1/records/${encodeURIComponent(entity)}/${encodeURIComponent(key)}`,
        { asOf },
        signal,
      ),
    // Only of the same thing: while another moment of it is on its way.
    placeholderData: (last: RecordAnswer | undefined, query) =>
      query?.queryKey[1] === entity && query.queryKey[2] === key ? last : undefined,
  });
