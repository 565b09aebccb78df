import { useQuery } from '@tanstack/react-query';
import type { OutgoingAnswer } from 'api/operations/outgoing/contract.ts';
import { useMemo } from 'react';
import { get } from '../ask/ask.ts';
import { fieldsOf } from '../parts/fields.ts';
import { Told } from '../parts/Told.tsx';
import { SideBySide } from './SideBySide.tsx';
import { useLineage } from './useLineage.ts';

interface OutgoingProps {
  interface: string;
  position: number;
}

/** The entry of the ledger, and what is made of it for the target. */
export function Outgoing({ interface: id, position }: OutgoingProps) {
  const outgoing = useQuery({
    queryKey: ['landscape', 'outgoing', id, position],
    queryFn: ({ signal }) =>
      get<OutgoingAnswer>('/operations/v1/outgoing', { interface: id, position }, signal),
  });
  return <Told of={outgoing}>{(shown) => <Made {...shown} />}</Told>;
}

function Made({ interface: id, source, document, problem }: OutgoingAnswer) {
  const lineage = useLineage(id);
  const held = useMemo(() => fieldsOf(source), [source]);
  const made = useMemo(() => (document === undefined ? [] : fieldsOf(document)), [document]);
  return (
    <SideBySide
      source={{ title: 'What the ledger holds', fields: held }}
      target={{
        title: 'What the target gets',
        fields: made,
        instead: <p>{problem ? problem.detail : 'The mapping leaves it out.'}</p>,
        more: <p>As the mapping, the code lists and the keys of today make it.</p>,
      }}
      lineage={lineage}
    />
  );
}
