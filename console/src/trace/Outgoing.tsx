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
  /** Of the document that was sent, where something was and the hub knows what. */
  sha256?: string | undefined;
}

/** The entry of the ledger, and what is made of it for the target. */
export function Outgoing({ interface: id, position, sha256 }: OutgoingProps) {
  const outgoing = useQuery({
    queryKey: ['landscape', 'outgoing', id, position],
    queryFn: ({ signal }) =>
      get<OutgoingAnswer>('/operations/v1/outgoing', { interface: id, position }, signal),
  });
  return <Told of={outgoing}>{(shown) => <Made {...shown} says={sayWhose(sha256, shown)} />}</Told>;
}

/** Whether what is shown is what was sent. */
function sayWhose(sent: string | undefined, { sha256 }: OutgoingAnswer): string {
  if (sent === undefined) return 'As the mapping, the code lists and the keys of today make it.';
  return sent === sha256
    ? 'This is byte for byte what was sent.'
    : 'What was sent differs from what is shown here: the mapping, a code list or a key has changed since.';
}

function Made({ interface: id, source, document, problem, says }: OutgoingAnswer & { says: string }) {
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
        more: <p>{says}</p>,
      }}
      lineage={lineage}
    />
  );
}
