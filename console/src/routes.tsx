import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Refused } from './ask/ask.ts';
import { client } from './ask/client.ts';
import { session } from './ask/session.ts';
import { NetworkPage } from './network/NetworkPage.tsx';
import { Empty, Failure } from './parts/Told.tsx';
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
  errorComponent: ({ error, reset }) => <Failure error={error as Error} again={reset} />,
});

const network = createRoute({ getParentRoute: () => inside, path: '/', component: NetworkPage });

const site = createRoute({
  getParentRoute: () => inside,
  path: '/sites/$site',
  component: lazyRouteComponent(() => import('./sites/SitePage.tsx'), 'SitePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, inside.addChildren([network, site])]),
  defaultPreload: 'intent',
  defaultNotFoundComponent: () => (
    <Empty title="There is no such page">The address may be mistyped, or from an older console.</Empty>
  ),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
