import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { GroupOrder } from 'api/operations/parked/groupsContract.ts';
import { Refused } from './ask/ask.ts';
import { client } from './ask/client.ts';
import { session } from './ask/session.ts';
import { sitesNow } from './ask/sites.ts';
import { GROUP_ORDERS } from './exceptions/groupOrders.ts';
import { NetworkPage } from './network/NetworkPage.tsx';
import type { OpenSearch } from './operations/ask.ts';
import { PageHead } from './parts/PageHead.tsx';
import { STANDINGS } from './parts/standing.ts';
import { Failure, Loading } from './parts/Told.tsx';
import { type InstancesSearch, ORDERS } from './processes/search.ts';
import { Shell } from './shell/Shell.tsx';

/** Every view has an address; what one looks at stands in it. */
const root = createRootRoute({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => (typeof search['to'] === 'string' ? { to: search['to'] } : {}),
  component: lazyRouteComponent(() => import('./session/SignInPage.tsx'), 'SignInPage'),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ location }) => {
    await client.ensureQueryData(session).catch((error) => {
      if (!(error instanceof Refused) || error.told.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    });
  },
  component: Shell,
});

/** Its first answer is on its way with the page: drawn once, with what it shows. One that is slow, or fails, the page tells. */
const network = createRoute({
  getParentRoute: () => inside,
  path: '/',
  loader: () => client.ensureQueryData(sitesNow).catch(() => {}),
  pendingMs: 150,
  pendingComponent: () => <Loading rows={8} />,
  component: NetworkPage,
});

const site = createRoute({
  getParentRoute: () => inside,
  path: '/sites/$site',
  component: lazyRouteComponent(() => import('./sites/SitePage.tsx'), 'SitePage'),
});

const operations = createRoute({
  getParentRoute: () => inside,
  path: '/operations',
  component: lazyRouteComponent(() => import('./operations/OperationsPage.tsx'), 'OperationsPage'),
});

const orders = createRoute({
  getParentRoute: () => operations,
  path: '/',
  validateSearch: (search): { site?: string; text?: string; threat?: string } => ({
    ...text(search, 'site'),
    ...text(search, 'text'),
    ...text(search, 'threat'),
  }),
  component: lazyRouteComponent(() => import('./operations/Orders.tsx'), 'Orders'),
});

const stock = createRoute({
  getParentRoute: () => operations,
  path: '/stock',
  validateSearch: (search): { site?: string; text?: string } => ({
    ...text(search, 'site'),
    ...text(search, 'text'),
  }),
  component: lazyRouteComponent(() => import('./operations/Stock.tsx'), 'Stock'),
});

const production = createRoute({
  getParentRoute: () => operations,
  path: '/production',
  validateSearch: openSearch,
  component: lazyRouteComponent(() => import('./operations/Production.tsx'), 'Production'),
});

const shipments = createRoute({
  getParentRoute: () => operations,
  path: '/shipments',
  validateSearch: openSearch,
  component: lazyRouteComponent(() => import('./operations/Shipments.tsx'), 'Shipments'),
});

function openSearch(search: Record<string, unknown>): OpenSearch {
  return {
    ...text(search, 'site'),
    ...text(search, 'text'),
    ...text(search, 'state'),
    ...(search['late'] === true && { late: true as const }),
  };
}

const system = createRoute({
  getParentRoute: () => inside,
  path: '/systems/$system',
  component: lazyRouteComponent(() => import('./sites/SystemPage.tsx'), 'SystemPage'),
});

const systems = createRoute({
  getParentRoute: () => inside,
  path: '/systems',
  validateSearch: (search): { text?: string; by?: string } => ({
    ...text(search, 'text'),
    ...text(search, 'by'),
  }),
  component: lazyRouteComponent(() => import('./sites/SystemsPage.tsx'), 'SystemsPage'),
});

const connectivity = createRoute({
  getParentRoute: () => inside,
  path: '/connectivity',
  component: lazyRouteComponent(() => import('./connectivity/ConnectivityPage.tsx'), 'ConnectivityPage'),
});

const matrix = createRoute({
  getParentRoute: () => connectivity,
  path: '/',
  validateSearch: (search): { domain?: string; segment?: string } => ({
    ...text(search, 'domain'),
    ...text(search, 'segment'),
  }),
  component: lazyRouteComponent(() => import('./connectivity/Matrix.tsx'), 'Matrix'),
});

const changes = createRoute({
  getParentRoute: () => connectivity,
  path: '/changes',
  component: lazyRouteComponent(() => import('./connectivity/Changes.tsx'), 'Changes'),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
});

const me = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('./settings/WhoAmI.tsx'), 'WhoAmI'),
});

const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('./settings/Keys.tsx'), 'Keys'),
});

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: (search): { actor?: string; action?: string; subject?: string; within?: string } => ({
    ...text(search, 'actor'),
    ...text(search, 'action'),
    ...text(search, 'subject'),
    ...text(search, 'within'),
  }),
  component: lazyRouteComponent(() => import('./settings/Audit.tsx'), 'Audit'),
});

const exceptions = createRoute({
  getParentRoute: () => inside,
  path: '/exceptions',
  validateSearch: (search): { group?: string; first?: GroupOrder; after?: string } => {
    const first = GROUP_ORDERS.find(({ value }) => value === search['first'])?.value;
    return { ...text(search, 'group'), ...text(search, 'after'), ...(first && { first }) };
  },
  component: lazyRouteComponent(() => import('./exceptions/ExceptionsPage.tsx'), 'ExceptionsPage'),
});

const message = createRoute({
  getParentRoute: () => inside,
  path: '/exceptions/$message',
  component: lazyRouteComponent(() => import('./exceptions/MessagePage.tsx'), 'MessagePage'),
});

const trace = createRoute({
  getParentRoute: () => inside,
  path: '/trace',
  validateSearch: (search): { key?: string; entity?: string; step?: number } => ({
    ...text(search, 'key'),
    ...text(search, 'entity'),
    ...(Number.isInteger(search['step']) && { step: search['step'] as number }),
  }),
  component: lazyRouteComponent(() => import('./trace/TracePage.tsx'), 'TracePage'),
});

const KINDS = ['match', 'conflict', 'request', 'approval', 'translation', 'completion', 'quality'] as const;

const masterData = createRoute({
  getParentRoute: () => inside,
  path: '/master-data',
  validateSearch: (search): { kind?: (typeof KINDS)[number]; item?: string } => {
    const kind = KINDS.find((each) => each === search['kind']);
    return { ...(kind && { kind }), ...text(search, 'item') };
  },
  component: lazyRouteComponent(() => import('./masterData/MasterDataPage.tsx'), 'MasterDataPage'),
});

const codes = createRoute({
  getParentRoute: () => inside,
  path: '/master-data/codes',
  validateSearch: (search): { list?: string } => text(search, 'list'),
  component: lazyRouteComponent(() => import('./masterData/CodesPage.tsx'), 'CodesPage'),
});

const completeness = createRoute({
  getParentRoute: () => inside,
  path: '/master-data/completeness',
  validateSearch: (search): { system?: string; entity?: string } => ({
    ...text(search, 'system'),
    ...text(search, 'entity'),
  }),
  component: lazyRouteComponent(() => import('./masterData/CompletenessPage.tsx'), 'CompletenessPage'),
});

const records = createRoute({
  getParentRoute: () => inside,
  path: '/records',
  validateSearch: (search): { entity?: string; key?: string; asOf?: string; after?: string } => ({
    ...text(search, 'entity'),
    ...text(search, 'key'),
    ...text(search, 'asOf'),
    ...text(search, 'after'),
  }),
  component: lazyRouteComponent(() => import('./masterData/RecordPage.tsx'), 'RecordPage'),
});

const processes = createRoute({
  getParentRoute: () => inside,
  path: '/processes',
  component: lazyRouteComponent(() => import('./processes/ProcessesPage.tsx'), 'ProcessesPage'),
});

const process = createRoute({
  getParentRoute: () => inside,
  path: '/processes/$process',
  validateSearch: (search): InstancesSearch => {
    const standing = STANDINGS.find((each) => each === search['standing']);
    const first = ORDERS.find(({ value }) => value === search['first'])?.value;
    return {
      ...(standing && { standing }),
      ...(first && { first }),
      ...text(search, 'state'),
      ...text(search, 'key'),
      ...text(search, 'after'),
    };
  },
  component: lazyRouteComponent(() => import('./processes/ProcessPage.tsx'), 'ProcessPage'),
});

const instance = createRoute({
  getParentRoute: () => inside,
  path: '/processes/$process/$instance',
  component: lazyRouteComponent(() => import('./processes/InstancePage.tsx'), 'InstancePage'),
});

/** What no other route is for, beside the rail as any page. */
const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NoSuchPage });

function NoSuchPage() {
  return (
    <PageHead title="There is no such page">
      The address may be mistyped, or from an older console. <Link to="/">To the Network</Link>
    </PageHead>
  );
}

/** One word of an address; numbers among them were written as such. */
function text<Name extends string>(search: Record<string, unknown>, name: Name): { [name in Name]?: string } {
  const value = search[name];
  const words = typeof value === 'number' ? String(value) : value;
  return (typeof words === 'string' && words !== '' ? { [name]: words } : {}) as { [name in Name]?: string };
}

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    inside.addChildren([
      network,
      operations.addChildren([orders, stock, production, shipments]),
      site,
      systems,
      system,
      exceptions,
      message,
      trace,
      processes,
      process,
      instance,
      masterData,
      codes,
      completeness,
      records,
      connectivity.addChildren([matrix, changes]),
      settings.addChildren([me, keys, audit]),
      nowhere,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }) => <Failure error={error as Error} again={reset} page />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
