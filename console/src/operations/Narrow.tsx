import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sitesNow } from '../ask/sites.ts';
import { titleOf } from '../parts/words.ts';
import styles from './Operations.module.css';

interface NarrowProps {
  site: string | undefined;
  text: string | undefined;
  /** What the words are looked for in. */
  placeholder: string;
  change: (part: { site?: string | undefined; text?: string | undefined }) => void;
  /** Where what is shown, all of it, is had as a file. */
  sheet: string;
  children?: ReactNode;
}

/** By what a list is narrowed, and the way to have it as a file. */
export function Narrow({ site, text, placeholder, change, sheet, children }: NarrowProps) {
  const [words, setWords] = useState(text ?? '');
  const tell = useDebouncedCallback((value: string) => change({ text: value.trim() || undefined }), 250);
  const { data } = useQuery(sitesNow);
  return (
    <div className={styles['narrow']}>
      <NativeSelect
        aria-label="Site"
        value={site ?? ''}
        onChange={({ currentTarget }) => change({ site: currentTarget.value || undefined })}
        data={[
          { value: '', label: 'All sites' },
          ...(data?.sites ?? []).map(({ code }) => ({ value: code, label: titleOf(code) })),
        ]}
      />
      <TextInput
        aria-label="Words"
        placeholder={placeholder}
        value={words}
        onChange={({ currentTarget }) => {
          setWords(currentTarget.value);
          tell(currentTarget.value);
        }}
      />
      {children}
      <Button component="a" href={sheet} download variant="default" className={styles['sheet']}>
        Export CSV
      </Button>
    </div>
  );
}
