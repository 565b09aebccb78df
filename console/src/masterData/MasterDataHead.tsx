import type { ReactNode } from 'react';
import { PageHead } from '../parts/PageHead.tsx';
import { SubPages } from '../parts/SubPages.tsx';

const PARTS = [
  { to: '/master-data', title: 'Decisions' },
  { to: '/master-data/codes', title: 'Code lists' },
  { to: '/master-data/completeness', title: 'Completeness' },
] as const;

export function MasterDataHead({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <>
      <PageHead title="Master data" actions={actions}>
        {children}
      </PageHead>
      <SubPages label="Master data" pages={PARTS} />
    </>
  );
}
