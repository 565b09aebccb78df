import { UnstyledButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import styles from './Finder.module.css';

/** Not part of the first view: loaded when it is wanted. */
const FinderDialog = lazy(async () => ({ default: (await import('./FinderDialog.tsx')).FinderDialog }));

/** ⌘K: to any page, site, system, order or item. */
export function Finder() {
  const [state, setState] = useState<'unused' | 'open' | 'closed'>('unused');
  const open = () => setState('open');
  useHotkeys([['mod+K', open]], []);
  return (
    <>
      <UnstyledButton className={styles['door']} onClick={open}>
        <span>Find</span>
        <kbd>{/Mac/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      </UnstyledButton>
      {state !== 'unused' && (
        <Suspense>
          <FinderDialog opened={state === 'open'} close={() => setState('closed')} />
        </Suspense>
      )}
    </>
  );
}
