import { useQuery } from '@tanstack/react-query';
import type { EventsAnswer } from 'api/operations/events/contract.ts';
import { useMemo } from 'react';
import { get } from '../ask/ask.ts';
import { fieldsOf } from '../parts/fields.ts';
import { Told } from '../parts/Told.tsx';
import { readTold } from './fields.ts';
import type { Received } from './journey.ts';
import { SideBySide } from './SideBySide.tsx';
import { useLineage } from './useLineage.ts';

interface MappingProps {
  received: Received;
  position: number;
}

/** What the system told and what the hub made of it. */
export function Mapping({ received, position }: MappingProps) {
  const event = useQuery({
    queryKey: ['entry', position],
    queryFn: () => get<EventsAnswer>('/operations/v1/events', { after: position - 1, limit: 1 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <Told of={event}>{({ events }) => <Made received={received} event={events[0]} />}</Told>;
}

function Made({ received, event }: { received: Received; event: object | undefined }) {
  const { raw = '', document } = received;
  const lineage = useLineage(received.interface);
  const told = useMemo(() => readTold(raw, document), [raw, document]);
  const made = useMemo(() => fieldsOf(recordOf(event)), [event]);
  return (
    <SideBySide
      source={{
        title: 'What was told',
        fields: told,
        instead: <Raw text={raw} />,
        more: document !== undefined && (
          <details>
            <summary>As it was written</summary>
            <Raw text={raw} />
          </details>
        ),
      }}
      target={{ title: 'What the hub made of it', fields: made }}
      lineage={lineage}
    />
  );
}

function Raw({ text }: { text: string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
  return <pre tabIndex={0}>{text}</pre>;
}

/** What an entry of the ledger holds: of a state the record as it stood then, of a fact the fact. */
function recordOf(event: object | undefined): unknown {
  const { data } = (event ?? {}) as { data?: { record?: unknown } };
  return data?.record ?? data;
}
