// Every address of the console. A screen lives in screens/NAME and is loaded when it is first opened.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readSearch } from './screens/contacts/search';
import { readReviewSearch } from './screens/review/search';
import { readSyncSearch } from './screens/sync/search';
import { Broken, NotFound } from './shell/Problems';
import { Shell } from './shell/Shell';

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Broken });

const home = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('./screens/overview/Overview'), 'Overview') });
const signedIn = createRoute({ getParentRoute: () => root, path: 'signed-in', component: lazyRouteComponent(() => import('./shell/SignedIn'), 'SignedIn') });
const contacts = createRoute({ getParentRoute: () => root, path: 'contacts', validateSearch: readSearch, component: lazyRouteComponent(() => import('./screens/contacts/Contacts'), 'Contacts') });
const contact = createRoute({ getParentRoute: () => root, path: 'contacts/$contactId', component: lazyRouteComponent(() => import('./screens/contact/Contact'), 'Contact') });
const review = createRoute({ getParentRoute: () => root, path: 'review', validateSearch: readReviewSearch, component: lazyRouteComponent(() => import('./screens/review/Review'), 'Review') });
const work = createRoute({ getParentRoute: () => root, path: 'work', component: lazyRouteComponent(() => import('./screens/work/Work'), 'Work') });
const sync = createRoute({ getParentRoute: () => root, path: 'sync', validateSearch: readSyncSearch, component: lazyRouteComponent(() => import('./screens/sync/Sync'), 'Sync') });
const imports = createRoute({ getParentRoute: () => root, path: 'imports', component: lazyRouteComponent(() => import('./screens/imports/Imports'), 'Imports') });

export const router = createRouter({
  routeTree: root.addChildren([home, signedIn, contacts, contact, review, work, sync, imports]),
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
