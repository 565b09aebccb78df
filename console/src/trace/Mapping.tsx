import { useQuery } from '@tanstack/react-query';
import type { EventsAnswer } from 'api/operations/events/contract.ts';
import type { MappingAnswer } from 'api/operations/mappings/contract.ts';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { get } from '../ask/ask.ts';
import { FieldName } from '../parts/FieldName.tsx';
import { type Field, fieldsOf } from '../parts/fields.ts';
import { Told } from '../parts/Told.tsx';
import { readRaw, sourcesOf } from './fields.ts';
import styles from './Trace.module.css';

interface MappingProps {
  interface: string;
  raw: string;
  position: number;
}

/** What the system told and what the hub made of it, side by side; an attribute that is looked at shows what it is made from. */
export function Mapping({ interface: id, raw, position }: MappingProps) {
  const event = useQuery({
    queryKey: ['entry', position],
    queryFn: () => get<EventsAnswer>('/operations/v1/events', { after: position - 1, limit: 1 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const mapping = useQuery({
    queryKey: ['landscape', 'mapping', id],
    queryFn: () => get<MappingAnswer>('/operations/v1/mappings', { interface: id }),
  });
  return (
    <Told of={event}>
      {({ events }) => (
        <SideBySide
          source={readRaw(raw)}
          raw={raw}
          record={fieldsOf(recordOf(events[0]))}
          lineage={mapping.data?.lineage ?? []}
        />
      )}
    </Told>
  );
}

/** What an entry of the ledger holds: of a state the record as it stood then, of a fact the fact. */
function recordOf(event: object | undefined): unknown {
  const { data } = (event ?? {}) as { data?: { record?: unknown } };
  return data?.record ?? data;
}

interface SideBySideProps {
  source: readonly Field[];
  raw: string;
  record: readonly Field[];
  lineage: MappingAnswer['lineage'];
}

function SideBySide({ source, raw, record, lineage }: SideBySideProps) {
  const [looked, setLooked] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const made = looked === undefined ? [] : sourcesOf(looked, lineage, source);
  const threads = useThreads(box, looked, made);
  return (
    <div className={styles['mapping']} ref={box}>
      <section aria-label="What was told">
        <h3>What was told</h3>
        {source.length > 0 ? (
          <dl>
            {source.map(({ name, value }) => (
              <div key={name} data-source={name} data-lit={made.includes(name) || undefined}>
                <dt>
                  <FieldName name={name} />
                </dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
          <pre tabIndex={0}>{raw}</pre>
        )}
      </section>
      <section aria-label="What the hub made of it">
        <h3>What the hub made of it</h3>
        <dl onMouseLeave={() => setLooked(undefined)}>
          {record.map(({ name, value }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: what it is made from is told by Explain too
            <div
              key={name}
              data-target={name}
              data-lit={looked === name || undefined}
              onMouseEnter={() => setLooked(name)}
            >
              <dt>
                <FieldName name={name} />
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <svg className={styles['threads']} aria-hidden="true">
        {threads.map((d) => (
          <path key={d} d={d} />
        ))}
      </svg>
    </div>
  );
}

/** Lines from the fields an attribute is made from to the attribute, where both stand now. */
function useThreads(
  box: RefObject<HTMLDivElement | null>,
  looked: string | undefined,
  made: readonly string[],
): string[] {
  const [threads, setThreads] = useState<string[]>([]);
  const names = made.join('\n');
  useLayoutEffect(() => {
    const ground = box.current;
    if (!ground || looked === undefined) return setThreads([]);
    const origin = ground.getBoundingClientRect();
    const place = (attribute: string, name: string) =>
      ground.querySelector(`[data-${attribute}="${CSS.escape(name)}"]`)?.getBoundingClientRect();
    const end = place('target', looked);
    const lines = names.split('\n').flatMap((name) => {
      const start = name === '' ? undefined : place('source', name);
      if (!start || !end) return [];
      const [x1, y1] = [start.right - origin.left, start.top + start.height / 2 - origin.top];
      const [x2, y2] = [end.left - origin.left, end.top + end.height / 2 - origin.top];
      return [`M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`];
    });
    setThreads(lines);
  }, [box, looked, names]);
  return threads;
}
