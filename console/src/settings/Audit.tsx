import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { AuditPage } from 'api/operations/audit/contract.ts';
import { useState } from 'react';
import { get } from '../ask/ask.ts';
import { Choice } from '../parts/Choice.tsx';
import { given } from '../parts/given.ts';
import { Empty, Told } from '../parts/Told.tsx';
import { AuditTable } from './AuditTable.tsx';
import { actionsToChoose } from './actions.ts';
import styles from './Settings.module.css';

const route = getRouteApi('/inside/settings/audit');

const WITHIN = [
  { value: 'hour', label: 'last hour', ms: 3_600_000 },
  { value: 'day', label: 'last day', ms: 86_400_000 },
  { value: 'week', label: 'last week', ms: 604_800_000 },
  { value: 'ever', label: 'ever', ms: undefined },
] as const;

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  within?: string | undefined;
}

/** What was decided, by whom and about what; the newest first. */
export function Audit() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: AuditFilter) =>
    void navigate({ search: (now: AuditFilter) => given({ ...now, ...part }), replace: true });
  const pages = useAudit(filter);
  return (
    <>
      <div className={styles['filter']}>
        <Word label="Who" value={filter.actor} change={(actor) => change({ actor })} />
        <Select
          label="Did what"
          placeholder="anything"
          data={actionsToChoose(filter.action)}
          value={filter.action ?? null}
          onChange={(action) => change({ action: action ?? undefined })}
          size="xs"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Anything' }}
        />
        <Word label="About what" value={filter.subject} change={(subject) => change({ subject })} />
        <Choice
          label="When"
          value={filter.within ?? 'ever'}
          options={WITHIN}
          choose={(within) => change({ within: within === 'ever' ? undefined : within })}
        />
      </div>
      <Told of={pages} rows={8}>
        {({ pages: told }) => {
          const entries = told.flatMap((page) => page.entries);
          if (entries.length === 0)
            return (
              <Empty title="Nothing was decided that fits this">
                Every decision of a person or program is kept here. Take a word of the filter away.
              </Empty>
            );
          return <AuditTable entries={entries} narrow={change} />;
        }}
      </Told>
      {pages.hasNextPage && (
        <div className={styles['more']}>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Older
          </Button>
        </div>
      )}
    </>
  );
}

function useAudit({ within, ...filter }: AuditFilter) {
  const back = WITHIN.find(({ value }) => value === within)?.ms;
  return useInfiniteQuery({
    queryKey: ['audit', filter, within],
    queryFn: ({ pageParam, signal }) => {
      const since = back && new Date(Date.now() - back).toISOString();
      return get<AuditPage>(
        '/operations/v1/audit',
        { ...filter, ...(since && { since }), ...(pageParam && { cursor: pageParam }), limit: 100 },
        signal,
      );
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}

interface WordProps {
  label: string;
  value: string | undefined;
  change: (value: string) => void;
}

/** A word of the filter: asked for when it is left or entered, not at each letter. */
function Word({ label, value = '', change }: WordProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const settle = () => text.trim() !== value && change(text.trim());
  return (
    <TextInput
      label={label}
      value={text}
      size="xs"
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
    />
  );
}
