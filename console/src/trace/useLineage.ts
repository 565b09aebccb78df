import { useQuery } from '@tanstack/react-query';
import type { MappingAnswer } from 'api/operations/mappings/contract.ts';
import { get } from '../ask/ask.ts';

const NONE: MappingAnswer['lineage'] = [];

/** What each field that the mapping of an interface makes is made from. */
export function useLineage(interfaceId: string): MappingAnswer['lineage'] {
  const mapping = useQuery({
    queryKey: ['landscape', 'mapping', interfaceId],
    queryFn: () => get<MappingAnswer>('/operations/v1/mappings', { interface: interfaceId }),
  });
  return mapping.data?.lineage ?? NONE;
}
