import { Outlet } from '@tanstack/react-router';
import { PageHead } from '../parts/PageHead.tsx';
import { SubPages } from '../parts/SubPages.tsx';

const PARTS = [
  { to: '/settings', title: 'You' },
  { to: '/settings/keys', title: 'Keys and roles' },
  { to: '/settings/audit', title: 'Audit log' },
] as const;

export function SettingsPage() {
  return (
    <>
      <PageHead title="Settings">Who may do what here, and what they decided.</PageHead>
      <SubPages label="Settings" pages={PARTS} />
      <Outlet />
    </>
  );
}
