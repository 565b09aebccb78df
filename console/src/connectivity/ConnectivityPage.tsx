import { Outlet } from '@tanstack/react-router';
import { PageHead } from '../parts/PageHead.tsx';
import { SubPages } from '../parts/SubPages.tsx';

const PARTS = [
  { to: '/connectivity', title: 'Whose word counts' },
  { to: '/connectivity/changes', title: 'Plan and changes' },
] as const;

export function ConnectivityPage() {
  return (
    <>
      <PageHead title="Connectivity">Who is the authority for what, and how old it may be.</PageHead>
      <SubPages label="Connectivity" pages={PARTS} />
      <Outlet />
    </>
  );
}
