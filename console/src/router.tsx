// Every address of the console. A screen lives in screens/NAME and is loaded when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { Broken, NotFound } from './shell/Problems';
import { Shell } from './shell/Shell';

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Broken });

const home = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/work' }); } });
const signedIn = createRoute({ getParentRoute: () => root, path: 'signed-in', component: lazyRouteComponent(() => import('./shell/SignedIn'), 'SignedIn') });
const work = createRoute({ getParentRoute: () => root, path: 'work', component: lazyRouteComponent(() => import('./screens/work/Work'), 'Work') });

export const router = createRouter({
  routeTree: root.addChildren([home, signedIn, work]),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
