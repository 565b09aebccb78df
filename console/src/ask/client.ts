import { QueryClient } from '@tanstack/react-query';
import { Refused } from './ask.ts';

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      // What the hub refused it refuses again; what it could not answer it may.
      retry: (times, error) =>
        times < 3 && (!(error instanceof Refused) || error.told.status === 0 || error.told.status >= 500),
    },
  },
});
