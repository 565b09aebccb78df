import { Outlet } from '@tanstack/react-router';
import { PageHead } from '../parts/PageHead.tsx';
import { SubPages } from '../parts/SubPages.tsx';

const PARTS = [
  { to: '/operations', title: 'Open orders' },
  { to: '/operations/stock', title: 'Stock' },
  { to: '/operations/production', title: 'Production' },
  { to: '/operations/shipments', title: 'Shipments' },
] as const;

export function OperationsPage() {
  return (
    <>
      <PageHead title="Operations">
        What is wanted, what there is, what is made and what is under way, at all sites.
      </PageHead>
      <SubPages label="Operations" pages={PARTS} />
      <Outlet />
    </>
  );
}
