import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Refused } from '../ask/ask.ts';
import type { Shown } from '../ask/live.ts';

/** Something a person decides: after it, what it touches is asked again. */
export function useDecision<Given, Answer>(
  decide: (given: Given) => Promise<Answer>,
  touches: readonly Shown[],
) {
  const client = useQueryClient();
  return useMutation<Answer, Refused, Given>({
    mutationFn: decide,
    onSuccess: async () => {
      await Promise.all(touches.map((shown) => client.invalidateQueries({ queryKey: [shown] })));
    },
  });
}
