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
  });
