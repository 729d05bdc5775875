/**
 * Keeps the built app in the browser, so that it opens with the network off. Weights are elsewhere: in
 * IndexedDB. A new version waits until a person takes it, so that no page mixes files of two builds.
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;
/** Every file of the build, put here by tools/service-worker-plugin.ts. */
declare const __PRECACHE__: PrecacheEntry[];

cleanupOutdatedCaches();
precacheAndRoute(__PRECACHE__, {
  // A question in the address does not make another page of it.
  ignoreURLParametersMatching: [/.*/],
});
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('index.html'), {
    // What the relay answers itself.
    denylist: [/\/(?:corpus|models)\//, /\/(?:mcp|healthz|readyz|metrics)$/],
  }),
);

self.addEventListener('message', ({ data }) => {
  // As AppUpdate sends it.
  if (data === 'skip-waiting') void self.skipWaiting();
});
// The first version takes the page that installed it, so that a reload with the network off works.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
